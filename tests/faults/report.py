"""What was tried and what was lost."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """One line for each fault; a failed promise is a loss."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def tell(self, fault: str, found: str) -> None:
        """Note what was found, and show it at once."""
        self.lines.append((fault, found))
        print(f"  {fault}: {found}", flush=True)

    def promise(self, kept: bool, words: str) -> None:
        """Note a loss where a promise was not kept."""
        if not kept:
            self.losses.append(words)
            print(f"  LOST: {words}", flush=True)

    def end(self) -> int:
        """Print all of it as a table; return the exit code."""
        print("\n| fault | what was found |\n|---|---|")
        for line in self.lines:
            print("| {} | {} |".format(*line))
        print(f"\nLost: {len(self.losses)}")
        for loss in self.losses:
            print(f"- {loss}")
        return 1 if self.losses else 0
