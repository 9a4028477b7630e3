-- The library of 005.sql after the sixth migration: the photos that changed last.

CREATE TABLE "_sqlite_migrations" (
  "id" INTEGER PRIMARY KEY, "migration_set" TEXT, "name" TEXT, "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'imagefinder','m001_first_tables','2026-01-01 00:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'imagefinder','m002_lacking','2026-11-21 03:45:38.383285+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'imagefinder','m003_marks','2026-11-21 04:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'imagefinder','m004_foreign_vectors','2026-11-22 04:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'imagefinder','m005_others','2026-11-28 04:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'imagefinder','m006_changes','2026-11-28 06:00:00.000000+00:00');
CREATE TABLE changes (        -- the photos that changed last, in any way that filters ask about
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id INTEGER NOT NULL
);
INSERT INTO "changes" VALUES(1,5);
CREATE TABLE embeddings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL REFERENCES models(id),
  digest BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float16, little-endian
  UNIQUE (model_id, digest)
);
INSERT INTO "embeddings" VALUES(1,1,X'00000000000000000000000000000001',X'003C000000000000');
INSERT INTO "embeddings" VALUES(2,2,X'00000000000000000000000000000002',X'0000003C00000000');
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  offline TEXT                -- why it can't be read; NULL while it can
);
INSERT INTO "folders" VALUES(1,'/photos',NULL);
INSERT INTO "folders" VALUES(2,'/disk','unplugged');
CREATE TABLE foreign_vectors (
  model_id INTEGER NOT NULL REFERENCES models(id),
  digest BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float16, little-endian
  PRIMARY KEY (model_id, digest)
) WITHOUT ROWID;
INSERT INTO "foreign_vectors" VALUES(1,X'00000000000000000000000000000009',X'003C000000000000');
CREATE TABLE forests (        -- the one published generation of each model
  model_id INTEGER PRIMARY KEY REFERENCES models(id),
  generation INTEGER NOT NULL,
  figures TEXT NOT NULL       -- ForestFigures as JSON
);
INSERT INTO "forests" VALUES(1,3,'{"generation":3,"vectors":1,"last_id":1,"trees":2,"search_k":9,"recall_at_100":1.0}');
CREATE TABLE hidden (         -- contents left out of all answers
  digest BLOB PRIMARY KEY
) WITHOUT ROWID;
INSERT INTO "hidden" VALUES(X'00000000000000000000000000000002');
CREATE TABLE lacking (        -- photos whose content (or lack of one) has no vector of a model
  model_id INTEGER NOT NULL,
  photo_id INTEGER NOT NULL,
  PRIMARY KEY (model_id, photo_id)
) WITHOUT ROWID;
INSERT INTO "lacking" VALUES(1,2);
INSERT INTO "lacking" VALUES(1,3);
INSERT INTO "lacking" VALUES(1,4);
INSERT INTO "lacking" VALUES(1,6);
INSERT INTO "lacking" VALUES(2,1);
INSERT INTO "lacking" VALUES(2,3);
INSERT INTO "lacking" VALUES(2,4);
INSERT INTO "lacking" VALUES(2,5);
CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,   -- identity of the vectors
  name TEXT NOT NULL,         -- as the person wrote it
  dim INTEGER,
  device TEXT,
  precision TEXT
);
INSERT INTO "models" VALUES(1,'arch:tag','fast',4,'cpu','float32');
INSERT INTO "models" VALUES(2,'other','o',4,NULL,NULL);
CREATE TABLE others (
  path TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  reason TEXT NOT NULL        -- what it is instead
) WITHOUT ROWID;
INSERT INTO "others" VALUES('/photos/notes.txt',2,12,1700000000000000000,'is no picture: its content is of no known picture format (text)');
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
, ignored INTEGER NOT NULL DEFAULT 0);
INSERT INTO "photos" VALUES(1,1,'/photos/a.jpg',10,100,X'00000000000000000000000000000001',NULL,0,0,0);
INSERT INTO "photos" VALUES(2,1,'/photos/b.jpg',20,200,X'00000000000000000000000000000002',NULL,0,0,0);
INSERT INTO "photos" VALUES(3,1,'/photos/text.jpg',5,300,NULL,'no picture',0,0,0);
INSERT INTO "photos" VALUES(4,1,X'2F70686F746F732FFF2E6A7067',40,400,NULL,NULL,1,0,0);
INSERT INTO "photos" VALUES(5,2,'/disk/a copy.jpg',10,500,X'00000000000000000000000000000001',NULL,0,0,0);
INSERT INTO "photos" VALUES(6,1,'/photos/gone.jpg',10,600,X'00000000000000000000000000000002',NULL,0,1,0);
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
INSERT INTO "pictures" VALUES(X'00000000000000000000000000000001','JPEG',40,30,'2019-06-30T10:00:00',NULL,'Canon',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE saved_searches (
  name TEXT PRIMARY KEY,
  query BLOB NOT NULL         -- core.query.Query as JSON
) WITHOUT ROWID;
CREATE TABLE state (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "state" VALUES('wanted_model','arch:tag');
CREATE TABLE suspects (       -- files being decoded when the program died
  path TEXT PRIMARY KEY,
  strikes INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "suspects" VALUES('/photos/b.jpg',1);
CREATE TABLE tastes (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO "tastes" VALUES(1,'mountains');
CREATE TABLE unreadable (     -- sub-folders that could not be listed by the last scan
  path TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
  reason TEXT NOT NULL
);
INSERT INTO "unreadable" VALUES('/photos/private',1,'permission denied');
CREATE TABLE votes (
  id INTEGER PRIMARY KEY,
  taste_id INTEGER NOT NULL REFERENCES tastes(id) ON DELETE CASCADE,
  digest BLOB NOT NULL,
  liked INTEGER NOT NULL,
  voted_at TEXT NOT NULL, expected_yes INTEGER,
  UNIQUE (taste_id, digest)
);
INSERT INTO "votes" VALUES(1,1,X'00000000000000000000000000000001',1,'2026-01-02T00:00:00Z',1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
  ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX photos_by_digest ON photos(digest);
CREATE INDEX photos_by_folder ON photos(folder_id);
CREATE INDEX photos_to_read ON photos(id) WHERE dirty = 1;
CREATE INDEX photos_missing ON photos(id) WHERE missing = 1;
CREATE INDEX photos_with_problem ON photos(id) WHERE problem IS NOT NULL;
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
CREATE INDEX others_by_folder ON others(folder_id);
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
