-- A library of the first released schema, as a writer left it: two folders, one of them offline.

CREATE TABLE "_sqlite_migrations" (
  "id" INTEGER PRIMARY KEY, "migration_set" TEXT, "name" TEXT, "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
  ON "_sqlite_migrations" ("migration_set", "name");
INSERT INTO "_sqlite_migrations" VALUES
  (1, 'imagefinder', 'm001_first_tables', '2026-01-01 00:00:00+00:00');

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

INSERT INTO state VALUES ('wanted_model', 'arch:tag');
INSERT INTO folders VALUES (1, '/photos', NULL), (2, '/disk', 'unplugged');
INSERT INTO photos VALUES
  (1, 1, '/photos/a.jpg', 10, 100, x'00000000000000000000000000000001', NULL, 0, 0),
  (2, 1, '/photos/b.jpg', 20, 200, x'00000000000000000000000000000002', NULL, 0, 0),
  (3, 1, '/photos/text.jpg', 5, 300, NULL, 'no picture', 0, 0),
  (4, 1, x'2f70686f746f732fff2e6a7067', 40, 400, NULL, NULL, 1, 0),
  (5, 2, '/disk/a copy.jpg', 10, 500, x'00000000000000000000000000000001', NULL, 0, 0),
  (6, 1, '/photos/gone.jpg', 10, 600, x'00000000000000000000000000000002', NULL, 0, 1);
INSERT INTO unreadable VALUES ('/photos/private', 1, 'permission denied');
INSERT INTO pictures (digest, format, width, height, taken_at, camera) VALUES
  (x'00000000000000000000000000000001', 'JPEG', 40, 30, '2019-06-30T10:00:00', 'Canon');
INSERT INTO models VALUES (1, 'arch:tag', 'fast', 4, 'cpu', 'float32'), (2, 'other', 'o', 4, NULL, NULL);
INSERT INTO embeddings VALUES
  (1, 1, x'00000000000000000000000000000001', x'003c000000000000'),
  (2, 2, x'00000000000000000000000000000002', x'0000003c00000000');
INSERT INTO forests VALUES (1, 3, '{"generation":3,"vectors":1,"last_id":1,"trees":2,"search_k":9,"recall_at_100":1.0}');
INSERT INTO suspects VALUES ('/photos/b.jpg', 1);
INSERT INTO tastes VALUES (1, 'mountains');
INSERT INTO votes VALUES (1, 1, x'00000000000000000000000000000001', 1, '2026-01-02T00:00:00Z');
