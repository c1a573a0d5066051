import crc16modbus from "crc/crc16modbus";

/**
 * CRC-16/MODBUS (polynomial 0x8005 reflected, start 0xFFFF) over registers in ascending order, each high byte first,
 * whatever the map's word order is.
 */
export function registersChecksum(registers: readonly number[]): number {
  const bytes = Buffer.alloc(registers.length * 2);
  registers.forEach((register, index) => {
    bytes[index * 2] = register >> 8;
    bytes[index * 2 + 1] = register & 0xff;
  });
  return crc16modbus(bytes);
}
