"""Where a sealed value belongs, as associated data of its encryption.

Format: joined("v1", workspace id, table, column) followed by the row id as UTF-8 (`encoding.joined`). The row
id comes last and takes the rest, so it needs no length. A value copied to another row, column, table or
workspace does not open there.
"""

from phi_crypto.encoding import joined

FORMAT_VERSION = "v1"


class Binding:
    """One column of one workspace; `row` completes it. Make it once per transaction, not once per value."""

    __slots__ = ("_prefix",)

    def __init__(self, workspace_id: str, table: str, column: str) -> None:
        """Raises ValueError when a part is empty or over 65,535 bytes."""
        self._prefix = joined(FORMAT_VERSION, workspace_id, table, column)

    def row(self, row_id: str) -> bytes:
        """The associated data of the value in row `row_id`."""
        return self._prefix + row_id.encode()
