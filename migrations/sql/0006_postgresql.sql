-- The papers of an entry, on PostgreSQL. Each statement ends with a line holding only "--;".
ALTER TABLE entry ADD COLUMN papers VARCHAR(64) DEFAULT ('') NOT NULL
  CONSTRAINT ck_entry_papers CHECK (papers = '' OR papers ~ '^[0-9a-f]{64}$')
--;
