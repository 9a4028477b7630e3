"""The library's tables, as an append-only list of named migrations.

Applied by `store.connect` when a writer opens a library. Never edit a released migration: add one,
and its name to `released`. A library that has migrations unknown there was written by a newer
program and is refused.
"""

import sqlite3

from sqlite_utils import Database, Migrations

from imagefinder.store.released import MIGRATION_SET

MIGRATIONS = Migrations(MIGRATION_SET)

# Paths are text, or the raw bytes of a name that is not UTF-8 (see core.paths).
_FIRST_TABLES = """
CREATE TABLE state (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  offline TEXT                -- why it can't be read; NULL while it can
);

CREATE TABLE photos (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders(id),
  path TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  digest BLOB,                -- NULL until the file was read
  problem TEXT,               -- why it is no readable picture
  dirty INTEGER NOT NULL DEFAULT 1,    -- to be read again
  missing INTEGER NOT NULL DEFAULT 0   -- not met by the last scan of a readable folder
);
CREATE INDEX photos_by_digest ON photos(digest);
CREATE INDEX photos_by_folder ON photos(folder_id);
CREATE INDEX photos_to_read ON photos(id) WHERE dirty = 1;
CREATE INDEX photos_missing ON photos(id) WHERE missing = 1;
CREATE INDEX photos_with_problem ON photos(id) WHERE problem IS NOT NULL;

CREATE TABLE unreadable (     -- sub-folders that could not be listed by the last scan
  path TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
  reason TEXT NOT NULL
);

CREATE TABLE pictures (       -- what the content says about itself
  digest BLOB PRIMARY KEY,
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  taken_at TEXT,
  taken_offset_min INTEGER,
  camera TEXT,
  lens TEXT,
  exposure_s REAL,
  aperture REAL,
  iso INTEGER,
  focal_length_mm REAL,
  latitude REAL,
  longitude REAL
) WITHOUT ROWID;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,   -- identity of the vectors
  name TEXT NOT NULL,         -- as the person wrote it
  dim INTEGER,
  device TEXT,
  precision TEXT
);

-- Ids only grow and rows are never deleted: matrix and forest rows follow their order.
CREATE TABLE embeddings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL REFERENCES models(id),
  digest BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float16, little-endian
  UNIQUE (model_id, digest)
);

CREATE TABLE forests (        -- the one published generation of each model
  model_id INTEGER PRIMARY KEY REFERENCES models(id),
  generation INTEGER NOT NULL,
  figures TEXT NOT NULL       -- ForestFigures as JSON
);

CREATE TABLE suspects (       -- files being decoded when the program died
  path TEXT PRIMARY KEY,
  strikes INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tastes (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE votes (
  id INTEGER PRIMARY KEY,
  taste_id INTEGER NOT NULL REFERENCES tastes(id) ON DELETE CASCADE,
  digest BLOB NOT NULL,
  liked INTEGER NOT NULL,
  voted_at TEXT NOT NULL,
  UNIQUE (taste_id, digest)
);
"""


@MIGRATIONS()
def m001_first_tables(db: Database) -> None:
    """Folders, photos, pictures, models, embeddings, forests, suspects, tastes and votes."""
    _carry_out(db, _FIRST_TABLES)


# To count at each search which of a million photos lack a vector took seconds: it is kept instead.
_LACKING = """
CREATE TABLE lacking (        -- photos whose content (or lack of one) has no vector of a model
  model_id INTEGER NOT NULL,
  photo_id INTEGER NOT NULL,
  PRIMARY KEY (model_id, photo_id)
) WITHOUT ROWID;

INSERT INTO lacking SELECT m.id, p.id FROM models m, photos p WHERE NOT EXISTS
  (SELECT 1 FROM embeddings e WHERE e.model_id = m.id AND e.digest = p.digest);

CREATE TRIGGER lacking_new_model AFTER INSERT ON models BEGIN
  INSERT INTO lacking SELECT NEW.id, id FROM photos;
END;

CREATE TRIGGER lacking_new_photo AFTER INSERT ON photos BEGIN
  INSERT INTO lacking SELECT m.id, NEW.id FROM models m WHERE NOT EXISTS
    (SELECT 1 FROM embeddings e WHERE e.model_id = m.id AND e.digest = NEW.digest);
END;

CREATE TRIGGER lacking_other_content AFTER UPDATE OF digest ON photos
WHEN OLD.digest IS NOT NEW.digest BEGIN
  DELETE FROM lacking WHERE model_id IN (SELECT id FROM models) AND photo_id = NEW.id;
  INSERT INTO lacking SELECT m.id, NEW.id FROM models m WHERE NOT EXISTS
    (SELECT 1 FROM embeddings e WHERE e.model_id = m.id AND e.digest = NEW.digest);
END;

CREATE TRIGGER lacking_no_photo AFTER DELETE ON photos BEGIN
  DELETE FROM lacking WHERE model_id IN (SELECT id FROM models) AND photo_id = OLD.id;
END;

CREATE TRIGGER lacking_no_more AFTER INSERT ON embeddings BEGIN
  DELETE FROM lacking WHERE model_id = NEW.model_id
    AND photo_id IN (SELECT id FROM photos WHERE digest = NEW.digest);
END;

CREATE INDEX photos_by_time ON photos(mtime_ns);
CREATE INDEX pictures_by_time ON pictures(taken_at) WHERE taken_at IS NOT NULL;
"""


@MIGRATIONS()
def m002_lacking(db: Database) -> None:
    """Which photos lack a vector, kept by triggers; indexes for the newest photos."""
    _carry_out(db, _LACKING)


_MARKS = """
ALTER TABLE votes ADD COLUMN expected_yes INTEGER;   -- what was expected before the vote

-- Read with a problem that the person does not want to hear of again; until the file changes.
ALTER TABLE photos ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0;

CREATE TABLE hidden (         -- contents left out of all answers
  digest BLOB PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE saved_searches (
  name TEXT PRIMARY KEY,
  query BLOB NOT NULL         -- core.query.Query as JSON
) WITHOUT ROWID;
"""


@MIGRATIONS()
def m003_marks(db: Database) -> None:
    """What was expected of votes; ignored problems, hidden contents, saved searches."""
    _carry_out(db, _MARKS)


_FOREIGN_VECTORS = """
-- They came with imported tastes and count for votes only: no file from elsewhere may decide what a
-- picture is found by.
CREATE TABLE foreign_vectors (
  model_id INTEGER NOT NULL REFERENCES models(id),
  digest BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float16, little-endian
  PRIMARY KEY (model_id, digest)
) WITHOUT ROWID;
"""


@MIGRATIONS()
def m004_foreign_vectors(db: Database) -> None:
    """Vectors that came with imported tastes."""
    _carry_out(db, _FOREIGN_VECTORS)


_OTHERS = """
-- Files that are no pictures and aren't named like one; kept so that they aren't read again. Apart
-- from photos: in a home folder they are the most, and nothing that is asked of photos is of them.
CREATE TABLE others (
  path TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  reason TEXT NOT NULL        -- what it is instead
) WITHOUT ROWID;
CREATE INDEX others_by_folder ON others(folder_id);

-- So far they were photos with this problem; a file that is named like a picture has another one.
INSERT INTO others SELECT path, folder_id, size, mtime_ns, problem FROM photos
  WHERE problem LIKE 'is no picture:%' AND dirty = 0 AND missing = 0;
DELETE FROM photos WHERE path IN (SELECT path FROM others);
"""


@MIGRATIONS()
def m005_others(db: Database) -> None:
    """Files that are no pictures, apart from the photos that can't be read."""
    _carry_out(db, _OTHERS)


_CHANGES = """
CREATE TABLE changes (        -- the photos that changed last, in any way that filters ask about
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id INTEGER NOT NULL
);

CREATE TRIGGER changes_kept AFTER INSERT ON changes BEGIN
  DELETE FROM changes WHERE id <= NEW.id - 100000;
END;

CREATE TRIGGER changes_new_photo AFTER INSERT ON photos BEGIN
  INSERT INTO changes (photo_id) VALUES (NEW.id);
END;

CREATE TRIGGER changes_other_photo AFTER UPDATE OF path, size, mtime_ns, digest, missing ON photos
BEGIN
  INSERT INTO changes (photo_id) VALUES (NEW.id);
END;

CREATE TRIGGER changes_no_photo AFTER DELETE ON photos BEGIN
  INSERT INTO changes (photo_id) VALUES (OLD.id);
END;

CREATE TRIGGER changes_new_picture AFTER INSERT ON pictures BEGIN
  INSERT INTO changes (photo_id) SELECT id FROM photos WHERE digest = NEW.digest;
END;

CREATE TRIGGER changes_no_picture AFTER DELETE ON pictures BEGIN
  INSERT INTO changes (photo_id) SELECT id FROM photos WHERE digest = OLD.digest;
END;

CREATE TRIGGER changes_new_vector AFTER INSERT ON embeddings BEGIN
  INSERT INTO changes (photo_id) SELECT id FROM photos WHERE digest = NEW.digest;
END;
"""


@MIGRATIONS()
def m006_changes(db: Database) -> None:
    """The photos that changed last, kept by triggers: what holds photos in memory follows them."""
    _carry_out(db, _CHANGES)


_JUDGED_BY = """
-- What files of a folder were last judged by: which formats told them from pictures, which decoders
-- could not read them. Files are looked at again where that changed; NULL: not known.
ALTER TABLE folders ADD COLUMN recognised_by TEXT;
ALTER TABLE folders ADD COLUMN decoded_by TEXT;
"""


@MIGRATIONS()
def m007_judged_by(db: Database) -> None:
    """What files that are no pictures, or can't be read, were judged by."""
    _carry_out(db, _JUDGED_BY)


def _carry_out(db: Database, script: str) -> None:
    """One statement after the other; `executescript` would commit the open transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
