"""The shell blocks of the guides: what is in them, and what to expect of it."""

import pathlib
import re
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXCUSE = re.compile(r"<!-- not run: (.+) -->")


@dataclass(frozen=True)
class Command:
    """A line after `$ `, with what it prints and the status it ends with."""

    line: str
    output: str
    status: int = 0


@dataclass
class Block:
    guide: str
    line: int
    language: str
    excuse: str | None
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.guide}:{self.line}"

    @property
    def commands(self) -> list[Command]:
        if self.language == "sh":
            return [Command("\n".join(self.lines), "")]
        commands: list[Command] = []
        for line in self.lines:
            if line.startswith("$ "):
                text, _, remark = line[2:].partition("  # ")
                status = re.search(r"status (\d+)", remark)
                commands.append(Command(text.strip(), "", int(status[1]) if status else 0))
            else:
                last = commands.pop()
                commands.append(Command(last.line, last.output + line + "\n", last.status))
        return commands


def blocks() -> list[Block]:
    """All `sh` and `console` blocks."""
    guides = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [block for guide in guides for block in _blocks(guide) if block.language in {"sh", "console"}]


def comparable(text: str) -> str:
    """Without what differs from run to run: times, and how long it is until then."""
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>", text)
    text = re.sub(r"\d+(\.\d+)? s from now", "<rest>", text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _blocks(guide: pathlib.Path) -> list[Block]:
    found: list[Block] = []
    block: Block | None = None
    excuse: str | None = None
    for number, line in enumerate(guide.read_text().splitlines(), 1):
        if line.startswith("```"):
            if block:
                found.append(block)
                block = None
            else:
                block = Block(str(guide.relative_to(ROOT)), number, line[3:], excuse)
                excuse = None
        elif block:
            block.lines.append(line)
        elif match := EXCUSE.fullmatch(line):
            excuse = match[1]
        elif line:
            excuse = None
    return found
