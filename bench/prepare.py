"""Run by `bench.pages` in a process of its own: fills a data folder and says on stdout what to ask for."""

from __future__ import annotations

import json
import sys

from stepwell.interfaces.commands import opening


def main() -> None:
    opening.set_django_up()
    from bench import filling  # models can be imported only now

    json.dump(filling.fill(int(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
