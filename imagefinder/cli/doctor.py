"""`imagefinder doctor`: prints what the engine's doctor found, in words or as JSON."""

import argparse

import msgspec

from imagefinder.cli.commands import library_folder
from imagefinder.cli.output import tell, tell_json
from imagefinder.engine.doctor import Finding, examine

_MARKS = {"fine": "fine   ", "warning": "look at", "fault": "FAULT  "}


def run(options: argparse.Namespace) -> None:
    """Look the library over; exits with 1 where something is at fault."""
    found = []
    for finding in examine(library_folder(options)):
        found.append(finding)
        if not options.json:
            _tell(finding)
    if options.json:
        tell_json(msgspec.to_builtins(found))
    if any(finding.state == "fault" for finding in found):
        raise SystemExit(1)


def _tell(finding: Finding) -> None:
    tell(f"{_MARKS[finding.state]}  {finding.name}: {finding.text}")
    for line in finding.lines:
        tell(f"           {line.rstrip()}")
