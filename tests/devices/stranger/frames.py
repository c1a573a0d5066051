"""Registers of docs/wire-contract.md, section Modbus TCP, written from that page alone."""
import math
import struct

TEXT_BYTES = 64
STATUS_LENGTH = 117


def crc16(registers):
    """CRC-16/MODBUS over registers, the high byte of each first."""
    crc = 0xFFFF
    for register in registers:
        for byte in (register >> 8, register & 0xFF):
            crc ^= byte
            for _ in range(8):
                crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def uint32(registers, at):
    """Two registers, the high word first."""
    return (registers[at] << 16) | registers[at + 1]


def float32s(registers, at, count):
    """`count` IEEE 754 numbers of two registers each, the high word first."""
    packed = struct.pack(f">{2 * count}H", *registers[at : at + 2 * count])
    return list(struct.unpack(f">{count}f", packed))


def text(registers, at):
    """UTF-8 up to the first zero byte; a UnicodeDecodeError when it is none."""
    packed = struct.pack(f">{TEXT_BYTES // 2}H", *registers[at : at + TEXT_BYTES // 2])
    return packed.split(b"\0", 1)[0].decode("utf-8")


def put_uint32(registers, at, value):
    registers[at : at + 2] = [value >> 16, value & 0xFFFF]


def put_float32s(registers, at, values):
    for index, value in enumerate(values):
        bits = 0x7FC00000 if math.isnan(value) else int.from_bytes(struct.pack(">f", value), "big")
        put_uint32(registers, at + 2 * index, bits)


def put_text(registers, at, value):
    """Cut to 64 bytes between two characters."""
    packed = value.encode("utf-8")[:TEXT_BYTES].decode("utf-8", "ignore").encode("utf-8")
    words = struct.unpack(f">{TEXT_BYTES // 2}H", packed.ljust(TEXT_BYTES, b"\0"))
    registers[at : at + TEXT_BYTES // 2] = words
