from ledger import metadata

from kit.migration import run

run(metadata)
