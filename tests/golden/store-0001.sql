BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE dataset (
	id VARCHAR NOT NULL, 
	info VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "dataset" VALUES('alpha','{"id":"alpha","title":"Alpha","priority":2}');
INSERT INTO "dataset" VALUES('person-members-c','{"id":"person-members-c","title":"Person-Members-C"}');
CREATE TABLE entity (
	run INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	basis VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	dataset VARCHAR NOT NULL, 
	citation VARCHAR NOT NULL, 
	date VARCHAR, 
	confidence FLOAT, 
	words VARCHAR, 
	"by" VARCHAR, 
	fields VARCHAR NOT NULL, 
	PRIMARY KEY (run, id, basis)
)
 WITHOUT ROWID

;
INSERT INTO "entity" VALUES(1,'organization:a','stated','organization','alpha','',NULL,NULL,NULL,NULL,'{"aliases":["x","y"],"lat":53.9,"name":"Ärzte & Co"}');
INSERT INTO "entity" VALUES(1,'project:p','stated','project','alpha','',NULL,NULL,NULL,NULL,'{"start":"2015-01"}');
INSERT INTO "entity" VALUES(2,'organization:person-1','confirmed','organization','person-members-c','',NULL,NULL,NULL,'local','{"name":"Own"}');
CREATE TABLE link (
	run INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	qualifier VARCHAR NOT NULL, 
	basis VARCHAR NOT NULL, 
	dataset VARCHAR NOT NULL, 
	citation VARCHAR NOT NULL, 
	date VARCHAR, 
	confidence FLOAT, 
	words VARCHAR, 
	"by" VARCHAR, 
	fields VARCHAR NOT NULL, 
	PRIMARY KEY (run, kind, source, target, qualifier, basis)
)
 WITHOUT ROWID

;
INSERT INTO "link" VALUES(1,'participates','organization:a','project:p','participant','stated','alpha','',NULL,NULL,NULL,NULL,'{"contribution":2.5}');
INSERT INTO "link" VALUES(1,'performs','organization:a','food/milling','','inferred','alpha','',NULL,0.75,'dairy',NULL,'{}');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('revision',42068812);
INSERT INTO "meta" VALUES('lost',0);
CREATE TABLE run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	dataset VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	began INTEGER NOT NULL
);
INSERT INTO "run" VALUES(1,'alpha','shown',42068810);
INSERT INTO "run" VALUES(2,'person-members-c','shown',42068811);
CREATE INDEX entity_id ON entity (id);
CREATE INDEX link_target ON link (run, target);
CREATE UNIQUE INDEX run_shown ON run (dataset) WHERE state = 'shown';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('run',2);
COMMIT;
