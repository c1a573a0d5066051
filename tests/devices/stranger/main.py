"""A device of another make: python3-pymodbus from Debian, and docs/wire-contract.md for everything else.

`main.py KIND [--port N] [--seconds S] [--block LENGTH,WIDTH,THICKNESS,OFFSETX,OFFSETY]` serves Modbus TCP on 127.0.0.1 and
prints one JSON line when it listens and one for each measurement. Its end is a power cut: everything is forgotten. Lines on
its standard input are what a person might do to it: freeze, beat, empty, full, manual, auto.
"""
import argparse
import asyncio
import json
import logging
import sys

from device import AUTO, CONTROL_LENGTH, JOB_LENGTH, MANUAL
from frames import STATUS_LENGTH
from kinds import KINDS
from pymodbus.datastore import ModbusServerContext
from pymodbus.factory import ServerDecoder
from pymodbus.interfaces import IModbusSlaveContext
from pymodbus.pdu import IllegalFunctionRequest, ModbusExceptions
from pymodbus.register_write_message import WriteMultipleRegistersRequest, WriteSingleRegisterRequest
from pymodbus.server.async_io import ModbusTcpServer

READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_SEVERAL = 3, 4, 6, 16
UNIT = 1
CONTROL_START = 100
HEARTBEAT_S = 0.1


class Registers(IModbusSlaveContext):
    """The three frames as pymodbus asks for them; each request must stay within one frame."""

    def __init__(self, device):
        self.device = device

    def frame(self, function, address, count):
        """The frame a request falls into with the address of its first register, or None."""
        device = self.device
        if function == READ_INPUT:
            frames = [(0, STATUS_LENGTH, device.status)]
        else:
            frames = [
                (0, JOB_LENGTH, lambda: device.job_frame),
                (CONTROL_START, CONTROL_LENGTH, lambda: device.control_frame),
            ]
        for start, length, registers in frames:
            if start <= address and address + count <= start + length:
                return start, registers()
        return None

    def validate(self, fx, address, count=1):
        return self.frame(fx, address, count) is not None

    def getValues(self, fx, address, count=1):
        start, registers = self.frame(fx, address, count)
        return registers[address - start : address - start + count]

    def setValues(self, fx, address, values):
        start, registers = self.frame(fx, address, len(values))
        at = address - start
        registers[at : at + len(values)] = values
        if at + len(values) < len(registers):
            return
        if start == CONTROL_START:
            self.device.judge_control()
        else:
            self.device.judge_job()


def illegal_value_answered(request):
    """A write whose judgement raises a ValueError is answered with exception 3."""

    class Judged(request):
        def execute(self, context):
            try:
                return super().execute(context)
            except ValueError:
                return self.doException(ModbusExceptions.IllegalValue)

    return Judged


class ContractDecoder(ServerDecoder):
    """Knows the contract's four functions; every other one is answered with exception 1."""

    def __init__(self):
        super().__init__()
        for request in (WriteSingleRegisterRequest, WriteMultipleRegistersRequest):
            self.register(illegal_value_answered(request))

    def decode(self, message):
        if message[0] not in (READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_SEVERAL):
            return IllegalFunctionRequest(message[0])
        return super().decode(message)


def say(line):
    print(json.dumps(line), flush=True)


async def beat(device, frozen):
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        if not frozen.is_set():
            device.heartbeat = (device.heartbeat + 1) % 2**16


async def obey(device, frozen):
    """Does what a person does to the device, a word a line, until the input ends."""
    words = {
        "freeze": frozen.set,
        "beat": frozen.clear,
        "empty": lambda: setattr(device, "present", False),
        "full": lambda: setattr(device, "present", True),
        "manual": lambda: setattr(device, "mode", MANUAL),
        "auto": lambda: setattr(device, "mode", AUTO),
    }
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().strip():
        words[line]()
        say({"event": "obeyed", "word": line})


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--block", default="64,64,10,0,0")
    options = parser.parse_args()
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)

    def tell(event, job):
        say({"event": event, "controllerId": job.controller_id, "jobNumber": job.number})

    block = [float(word) for word in options.block.split(",")]
    device = KINDS[options.kind](options.seconds, block, tell)
    server = ModbusTcpServer(
        ModbusServerContext({UNIT: Registers(device)}, single=False),
        address=("127.0.0.1", options.port),
        allow_reuse_address=True,
    )
    server.decoder = ContractDecoder()
    frozen = asyncio.Event()
    work = [asyncio.create_task(task) for task in (server.serve_forever(), beat(device, frozen))]
    await server.serving
    port = server.server.sockets[0].getsockname()[1]
    say({"event": "listening", "port": port, "bootId": device.boot_id})
    await obey(device, frozen)
    for task in work:
        task.cancel()


asyncio.run(main())
