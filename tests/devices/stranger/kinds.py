"""Three kinds of device from docs/wire-contract.md, section Kinds: a positioning stage, an environment sensor and a marker.
Each takes the seconds of a motion, the block a stage measures, and `tell`, which hears of every physical action."""
from device import BAD_PARAMETER, UNKNOWN_COMMAND, Device, Fault
from frames import float32s, text


def refuse_text(words):
    """For commands that take none."""
    if any(words):
        raise Fault(BAD_PARAMETER, "the command takes no text")


class Stage(Device):
    """Measures the block it was told of at its start."""

    kind_code = 3

    def __init__(self, seconds, block, tell):
        super().__init__()
        self.seconds, self.block, self.tell = seconds, block, tell
        self.present = True

    async def action(self, command, params, words):
        if command != 1:
            raise Fault(UNKNOWN_COMMAND, f"a stage has no command {command}")
        refuse_text(words)
        await self.motion(self.seconds)
        if not self.present:
            raise Fault(100, "no block in the gripper")
        self.tell("measured", self.job)
        length, width, thickness, offset_x, offset_y = self.block
        return [length, width, thickness, offset_x, offset_y, 1.0 if length == width else 0.0], ""

    def sensors(self):
        return [int(self.present)]


class Environment(Device):
    """Thermometer and hygrometer of a room that is always the same."""

    kind_code = 7
    climate = (22.8, 46.0)

    def __init__(self, seconds, block, tell):
        super().__init__()
        self.seconds, self.tell = seconds, tell

    async def action(self, command, params, words):
        if command != 1:
            raise Fault(UNKNOWN_COMMAND, f"an environment sensor has no command {command}")
        refuse_text(words)
        await self.motion(self.seconds)
        self.tell("measured", self.job)
        return list(self.climate), ""

    def readings(self):
        return list(self.climate)


class Marker(Device):
    """A tray with a block in every slot stands at it."""

    kind_code = 6

    def __init__(self, seconds, block, tell):
        super().__init__()
        self.seconds, self.tell = seconds, tell
        self.present = True
        self.engravings = {}

    async def action(self, command, params, words):
        if command not in (1, 2):
            raise Fault(UNKNOWN_COMMAND, f"a marker has no command {command}")
        [slot] = float32s(params, 0, 1)
        if slot not in range(1, 49):
            raise Fault(BAD_PARAMETER, f"there is no slot {slot}")
        if command == 2:
            refuse_text(words)
        try:
            engraving = text(words, 0)
        except UnicodeDecodeError as error:
            raise Fault(BAD_PARAMETER, "the text is not UTF-8") from error
        if not self.present:
            raise Fault(100, "no tray stands here")
        await self.motion(self.seconds)
        if command == 2:
            return [], self.engravings.get(slot, "")
        self.engravings[slot] = self.engravings.get(slot, "") + engraving
        self.tell("engraved", self.job)
        return [], ""

    def sensors(self):
        return [int(self.present), 1]


KINDS = {"stage": Stage, "environment": Environment, "marker": Marker}
