-- The papers of an entry, on SQLite. Each statement ends with a line holding only "--;".
-- The check stands at the column, so that the column can be dropped again; no table is rebuilt.
ALTER TABLE entry ADD COLUMN papers VARCHAR(64) DEFAULT ('') NOT NULL
  CONSTRAINT ck_entry_papers CHECK (papers = '' OR (typeof(papers) = 'text'
    AND length(papers) = 64 AND papers NOT GLOB '*[^0-9a-f]*'))
--;
