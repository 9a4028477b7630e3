"""`imagefinder taste …`: tastes by name, votes on files, the library ranked, a rehearsal."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from imagefinder.cli.arguments import FORCE_HELP, Subparsers, add_command, add_paths_only, positive
from imagefinder.cli.commands import answers_of, library_folder
from imagefinder.cli.output import say, table, tell, tell_json, tell_paths
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import absolute
from imagefinder.core.query import Query, TasteTerm
from imagefinder.core.tasting import ChangeTaste, TasteSummary, Vote
from imagefinder.core.types import Digest
from imagefinder.engine.answers import Answers
from imagefinder.engine.engine import Engine
from imagefinder.engine.exporting import Exporting
from imagefinder.engine.rehearsing import Rehearsal
from imagefinder.engine.taste_files import taste_content
from imagefinder.engine.tasting import TasteDesk
from imagefinder.store.tastes import Tastes, VoteRow, valid_name

_SHOWN_EVERY = 5


def add_taste(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    """The arguments of `taste` and what is below it."""
    parser = subparsers.add_parser("taste", help="what you like, learned from yes and no")
    actions = parser.add_subparsers(
        required=True, metavar="list|new|delete|vote|rank|export|import|simulate"
    )

    def action(name: str, run: Callable[[argparse.Namespace], None], text: str) -> "_Parser":
        added = add_command(actions, name, text)
        if name not in ("list", "import"):
            added.add_argument("name", metavar="NAME")
        added.set_defaults(run=run, parser=added)
        return added

    action("list", list_tastes, "list them with their votes")
    action("new", new, "make one without votes")
    action("delete", delete, "forget one and its votes")
    voting = action("vote", vote, "vote on pictures of the library; makes the taste if need be")
    voting.add_argument("liked", choices=("yes", "no"), metavar="yes|no")
    voting.add_argument("paths", nargs="+", metavar="PATH")
    _add_rank(action("rank", rank, "order the library by a taste, most liked first"))
    exporting = action(
        "export", export_taste, "write one to a file: votes and vectors, no pictures"
    )
    exporting.add_argument("file", metavar="FILE")
    exporting.add_argument("--force", action="store_true", help=FORCE_HELP)
    importing = action("import", import_taste, "read one from a file")
    importing.add_argument("file", metavar="FILE")
    _add_simulate(action("simulate", simulate, "play a person who likes what a query finds"))


_Parser = argparse.ArgumentParser


def _add_rank(parser: _Parser) -> None:
    parser.add_argument("--top", type=positive, default=20, metavar="N", help="default 20")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="hits with decision values as JSON")
    add_paths_only(form)


def _add_simulate(parser: _Parser) -> None:
    parser.add_argument("--positive", required=True, metavar="QUERY", help="what they like")
    parser.add_argument(
        "--top", type=positive, metavar="N", help="how many hits they like (default: the sure ones)"
    )
    parser.add_argument("--votes", type=positive, default=30, metavar="N", help="default 30")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of chance; default 0")
    parser.add_argument("--json", action="store_true", help="one object for each vote, as JSON")
    parser.add_argument("--keep", action="store_true", help="write the votes down as taste NAME")


def list_tastes(options: argparse.Namespace) -> None:
    """Each taste with its votes."""
    with closing(answers_of(options)) as answers:
        tastes = Tastes(answers.reader.connection).all()
    for taste in tastes:
        tell(f"{taste.name}\t{taste.yes} yes\t{taste.no} no")
    if not tastes:
        say("There is no taste yet. Begin one: imagefinder taste vote NAME yes PATH")


def new(options: argparse.Namespace) -> None:
    """A taste without votes."""
    with _desk(options) as desk:
        next(desk.answer(ChangeTaste(0, "new", options.name)))
    say(f'"{valid_name(options.name)}" is there. Vote: imagefinder taste vote NAME yes|no PATH')


def delete(options: argparse.Namespace) -> None:
    """A taste and its votes, gone."""
    with _desk(options) as desk:
        next(desk.answer(ChangeTaste(0, "delete", options.name)))
    say(f'"{options.name}" and its votes are gone.')


def vote(options: argparse.Namespace) -> None:
    """Votes on files of the library."""
    with Engine(library_folder(options)) as engine, _desk_of(engine) as desk:
        digests = tuple(_digest(engine, path) for path in options.paths)
        desk.vote(Vote(0, options.name, options.liked == "yes", digests))
        (taste,) = [t for t in desk.tastes.all() if t.name == options.name.strip()]
    say(_counted(taste))


def rank(options: argparse.Namespace) -> None:
    """The library, most liked first."""
    with closing(answers_of(options)) as answers:
        found = answers.answer(Query((TasteTerm(options.name),)), options.top)
    if options.json:
        hits = [{"path": hit.path, "decision": hit.score} for hit in found.hits]
        tell_json({"taste": options.name, "model": found.model, "hits": hits})
        return
    if options.paths or options.null:
        tell_paths((hit.path for hit in found.hits), options)
        return
    for hit in found.hits:
        tell(f"{hit.score:+.3f}  {hit.path}")
    say(f"{found.sure} of these are surely liked, {found.maybe - found.sure} maybe.")


def export_taste(options: argparse.Namespace) -> None:
    """A taste to a file."""
    with closing(answers_of(options)) as answers:
        tastes = Tastes(answers.reader.connection)
        exporting = Exporting(answers.reader, answers.paths, replace=options.force)
        content = taste_content(tastes, answers.answering_model(), options.name)
        exporting.write(Path(absolute(options.file)), content)
    say(f'"{options.name}" is in {absolute(options.file)}: votes and vectors, no pictures.')


def import_taste(options: argparse.Namespace) -> None:
    """A taste from a file."""
    with _desk(options) as desk:
        name = desk.take_in(absolute(options.file))
        (taste,) = [taste for taste in desk.tastes.all() if taste.name == name]
    say(_counted(taste))


def simulate(options: argparse.Namespace) -> None:
    """A rehearsal: how fast it would be learned what a query finds."""
    with closing(answers_of(options)) as answers:
        rehearsal = Rehearsal(answers, options.positive, options.top, options.seed)
        steps = rehearsal.play(options.votes)
    if options.json:
        tell_json([step.told_json() for step in steps])
    else:
        say(f"A person who likes {rehearsal.liked:,} of {rehearsal.pictures:,} pictures.")
        heads = ("VOTES", "YES", "EXPECTED RIGHTLY", "AVERAGE PRECISION", "VOTING BY CHANCE")
        rows = [step.row() for step in steps]
        shown = [row for n, row in enumerate(rows, 1) if n % _SHOWN_EVERY == 0 or n == len(rows)]
        table([heads, *shown])
    if options.keep:
        with _desk(options) as desk:
            desk.tastes.make(options.name)
            desk.tastes.cast(options.name, [VoteRow(s.digest, s.liked, s.expected) for s in steps])
        say(f'The votes are kept as the taste "{options.name}".')


def _digest(engine: Engine, path: str) -> Digest:
    photo = engine.library.photo_at(absolute(path))
    if photo is None or photo.digest is None:
        raise KnownError(
            f"{absolute(path)} is no photo of the library. Index it first: imagefinder index FOLDER"
        )
    return photo.digest


@contextmanager
def _desk(options: argparse.Namespace) -> Iterator[TasteDesk]:
    with Engine(library_folder(options)) as engine, _desk_of(engine) as desk:
        yield desk


@contextmanager
def _desk_of(engine: Engine) -> Iterator[TasteDesk]:
    answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
    with closing(TasteDesk(engine.paths, answers)) as desk:
        yield desk


def _counted(taste: TasteSummary) -> str:
    return f'"{taste.name}" has {taste.yes} yes and {taste.no} no.'


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
