"""What is closed at the end of a `with`: the engine in this process, and the other end of one."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class ClosedAtEnd(ABC):
    """Closes itself, however the block ends."""

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def close(self) -> None:
        """Let go of everything."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
