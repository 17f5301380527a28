"""Guards while a note is written: each finds and explains, and leaves the deciding to the writer."""
