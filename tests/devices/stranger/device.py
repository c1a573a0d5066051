"""The rules of docs/wire-contract.md, section Rules of a device, written from that page alone: what is taken, what is
refused, what is remembered and what is shown. Knows nothing of sockets; a subclass says what a job does."""
import asyncio
import secrets
from dataclasses import dataclass, field

from frames import STATUS_LENGTH, crc16, put_float32s, put_text, put_uint32, uint32

CONTRACT_VERSION = 1
JOB_LENGTH, CONTROL_LENGTH = 56, 6
CONTENT = slice(6, 55)  # command, parameters and text of a job frame

IDLE, ACCEPTED, RUNNING, SUCCEEDED, FAILED, ABORTED = range(6)
AUTO, MANUAL, EMERGENCY_STOP = range(3)
ABORT, RESET, HOLD, RESUME = range(1, 5)
(
    NONE,
    CHECKSUM,
    OTHER_BOOT,
    OLDER_NUMBER,
    BUSY,
    OTHER_CONTROLLER,
    SAME_NUMBER_OTHER_CONTENT,
    TABLE_FULL,
    NO_SUCH_JOB,
) = range(9)
UNKNOWN_COMMAND, BAD_PARAMETER, NOT_IN_AUTO, EMERGENCY = range(1, 5)
ABORTED_BY_REQUEST = 7
INTERNAL = 9
CONTROLLERS_REMEMBERED = 16
SLICE_S = 0.002


class Fault(Exception):
    """A job that fails, with its fault code and a text for a person."""

    def __init__(self, code, why):
        super().__init__(why)
        self.code = code


class EndedEarly(Exception):
    """Abort or reset took hold before the action was done."""


def is_newer(a, b):
    return a != 0 and (b == 0 or (a != b and (a - b) % 2**32 < 2**31))


@dataclass
class Job:
    """The job on show; all zero when there is none."""

    controller_id: int = 0
    number: int = 0
    content: tuple = ()
    command: int = 0
    state: int = IDLE
    held: bool = False
    ending: bool = False
    fault_code: int = 0
    fault_text: str = ""
    result: list = field(default_factory=list)
    result_text: str = ""

    @property
    def in_hand(self):
        return self.state in (ACCEPTED, RUNNING)


class Device:
    """A device from its power-up on: the next one is a new object."""

    kind_code = 0

    def __init__(self):
        self.boot_id = secrets.randbits(32) or 1
        self.job = Job()
        self.refusal = (0, 0, NONE)
        self.numbers = {}
        self.mode = AUTO
        self.health = 0
        self.heartbeat = 0
        self.job_frame = [0] * JOB_LENGTH
        self.control_frame = [0] * CONTROL_LENGTH
        self.tasks = set()

    async def action(self, command, params, words):
        """Does the command with the registers of its parameters and of its text; returns result numbers and result text,
        raises Fault or EndedEarly."""
        raise NotImplementedError

    def sensors(self):
        return []

    def readings(self):
        return []

    async def motion(self, seconds):
        """Lets time pass as a motion does: it stands while held and ends early on abort and reset."""
        clock = asyncio.get_running_loop().time
        left, before = seconds, clock()
        while left > 0:
            if self.job.ending:
                raise EndedEarly
            await asyncio.sleep(min(SLICE_S, left))
            if not self.job.held:
                left -= clock() - before
            before = clock()

    def judge_job(self):
        frame = self.job_frame
        if crc16(frame[:-1]) != frame[-1]:
            return self.answer(0, 0, CHECKSUM)
        controller, number, content = uint32(frame, 0), uint32(frame, 2), tuple(frame[CONTENT])
        reason = self.reason_against(controller, number, uint32(frame, 4), content)
        if reason is None:  # the job on show once more
            return self.answer(controller, number, NONE)
        self.answer(controller, number, reason)
        if reason == NONE:
            self.numbers[controller] = number
            self.job = Job(controller, number, content, command=frame[6], state=ACCEPTED)
            task = asyncio.get_running_loop().create_task(self.run(self.job))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def reason_against(self, controller, number, boot_id, content):
        if boot_id != self.boot_id:
            return OTHER_BOOT
        shown = self.job
        if shown.state != IDLE and (controller, number) == (shown.controller_id, shown.number):
            return None if content == shown.content else SAME_NUMBER_OTHER_CONTENT
        if controller == 0 or not is_newer(number, self.numbers.get(controller, 0)):
            return OLDER_NUMBER
        if shown.in_hand:
            return BUSY if controller == shown.controller_id else OTHER_CONTROLLER
        if controller not in self.numbers and len(self.numbers) >= CONTROLLERS_REMEMBERED:
            return TABLE_FULL
        return NONE

    def answer(self, controller, number, reason):
        self.refusal = (0, 0, NONE) if reason == NONE else (controller, number, reason)

    async def run(self, job):
        """Outcome and its words appear in one step, since nothing is awaited between them."""
        try:
            if self.mode != AUTO:
                raise Fault(*self.why_not_auto())
            job.state = RUNNING
            job.result, job.result_text = await self.action(job.command, job.content[1:17], job.content[17:])
            job.state = SUCCEEDED
        except Fault as fault:
            job.fault_code, job.fault_text, job.state = fault.code, str(fault), FAILED
        except EndedEarly:
            job.fault_code, job.fault_text, job.state = ABORTED_BY_REQUEST, "ended by request", ABORTED
        except Exception as error:  # whatever it was, the controller must learn that the job is over
            job.fault_code, job.fault_text, job.state = INTERNAL, repr(error), FAILED
        job.held = False

    def why_not_auto(self):
        if self.mode == EMERGENCY_STOP:
            return EMERGENCY, "the emergency stop is pressed"
        return NOT_IN_AUTO, "the device is in manual mode"

    def judge_control(self):
        """Raises a ValueError for a control that there is none of."""
        frame = self.control_frame
        if crc16(frame[:-1]) != frame[-1]:
            return self.answer(0, 0, CHECKSUM)
        controller, number, control = uint32(frame, 0), uint32(frame, 2), frame[4]
        if control not in (ABORT, RESET, HOLD, RESUME):
            raise ValueError(f"there is no control {control}")
        job = self.job
        named = job.in_hand and (controller, number) == (job.controller_id, job.number)
        if control != RESET and not named:
            return self.answer(controller, number, NO_SUCH_JOB)
        self.answer(controller, number, NONE)
        if not job.in_hand:
            return None
        if control in (ABORT, RESET):
            job.ending = True
        else:
            job.held = control == HOLD
        return None

    def status(self):
        """The status frame as it is at this moment."""
        registers = [0] * STATUS_LENGTH
        job = self.job
        registers[0:2] = [CONTRACT_VERSION, self.kind_code]
        put_uint32(registers, 2, self.boot_id)
        put_uint32(registers, 4, job.controller_id)
        put_uint32(registers, 6, job.number)
        registers[8:12] = [job.command, job.state, int(job.held), job.fault_code]
        put_float32s(registers, 12, job.result)
        put_text(registers, 28, job.result_text)
        put_text(registers, 60, job.fault_text)
        put_uint32(registers, 92, self.refusal[0])
        put_uint32(registers, 94, self.refusal[1])
        registers[96:100] = [self.refusal[2], self.heartbeat, self.mode, self.health]
        registers[100 : 100 + len(self.sensors())] = self.sensors()
        put_float32s(registers, 108, self.readings())
        registers[-1] = crc16(registers[:-1])
        return registers
