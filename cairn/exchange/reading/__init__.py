"""Files of other products and our own template, read into neutral rows by a capped child process.

    recognise(path, name) -> str
    read_file(path, name=..., format=..., options=...) -> Rows
    preview(path, name=..., options=...) -> Preview
    write_template(choices, rows=None) -> bytes

Each of the first three raises `UnreadableFile`, an `Invalid` for the field "file" that also carries the
`Fault`, when a file cannot be read as a whole. What is wrong with single rows is in `Rows.faults`.

`options`, all optional: "labels" = what a tenant calls things → objective, key_result or initiative
(viva_table, viva_archive, sheet, table); "sheet", "heading_row" (from 1) and "columns" = our field →
heading (table). Read again with labels after a `label_unknown` warning: until then they are a guess.
"""

from cairn.exchange.reading.asking import preview, read_file, recognise
from cairn.exchange.reading.previews import Preview
from cairn.exchange.reading.template import Choices, write_template

__all__ = ["Choices", "Preview", "preview", "read_file", "recognise", "write_template"]
