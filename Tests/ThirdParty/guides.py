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


def guides() -> list[pathlib.Path]:
    return [*sorted(ROOT.glob("*.md")), ROOT / "llms.txt", *sorted((ROOT / "docs").rglob("*.md"))]


def local_links(guide: pathlib.Path) -> list[str]:
    """What a guide links to in the repository, code left out."""
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", guide.read_text(), flags=re.DOTALL | re.MULTILINE)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]


def anchors(guide: pathlib.Path) -> set[str]:
    """The headings, as they are named in links."""
    headings = re.findall(r"^#+ (.+)$", guide.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def blocks() -> list[Block]:
    """All `sh` and `console` blocks."""
    return [block for guide in guides() for block in _blocks(guide) if block.language in {"sh", "console"}]


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
