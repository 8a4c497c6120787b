"""What the database itself saw: triggers that note each effect with its transaction.

A note is written in the transaction of what it tells of: work that was undone leaves none.
"""

TABLE = """
CREATE TABLE fault_audit (
    id bigserial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp(),
    transaction bigint DEFAULT txid_current(), kind text, subject bigint, note text
);
CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state = 'running' AND NEW.lease_token <> OLD.lease_token THEN
        INSERT INTO fault_audit (kind, subject, note) VALUES ('claimed', NEW.id, NEW.name);
    ELSIF NEW.state <> OLD.state THEN
        INSERT INTO fault_audit (kind, subject, note) VALUES (NEW.state, NEW.id, NEW.name);
    END IF; RETURN NULL; END $$;
CREATE TRIGGER note_job AFTER UPDATE ON foundation_job FOR EACH ROW EXECUTE FUNCTION note_job();
CREATE FUNCTION note_effect() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO fault_audit (kind, subject, note) VALUES (TG_ARGV[0], NEW.id, TG_ARGV[0]);
    RETURN NULL; END $$;
CREATE TRIGGER note_mail AFTER UPDATE OF sent_at ON foundation_outgoingmail FOR EACH ROW
    EXECUTE FUNCTION note_effect('mail');
CREATE TRIGGER note_shard AFTER UPDATE OF done_at ON matching_rankingshard FOR EACH ROW
    EXECUTE FUNCTION note_effect('shard');
CREATE TRIGGER note_vector AFTER INSERT ON matching_matchvector FOR EACH ROW
    EXECUTE FUNCTION note_effect('vector');
CREATE TRIGGER note_published AFTER UPDATE OF is_current ON matching_rankingrun FOR EACH ROW
    WHEN (NEW.is_current AND NOT OLD.is_current) EXECUTE FUNCTION note_effect('published');
CREATE FUNCTION note_lists() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO fault_audit (kind, subject, note)
        SELECT CASE WHEN run.status IN ('ranking', 'finishing') THEN 'hidden' ELSE 'shown' END,
            run.id, count(*)
        FROM written JOIN matching_rankingrun run ON run.id = written.run_id
        GROUP BY run.id, run.status;
    RETURN NULL; END $$;
"""
ON_LISTS = """
CREATE TRIGGER note_{event}_{table} AFTER {event} ON {table} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION note_lists();
"""
LISTS = ("matching_studentmatches", "matching_postingmatches")

# Effects of a job, in a transaction in which no job was marked done.
UNFENCED = """
SELECT count(*) FROM fault_audit effect
WHERE effect.kind IN ('mail', 'shard', 'vector', 'published', 'shown') AND effect.id > %s
AND NOT EXISTS (
    SELECT FROM fault_audit done WHERE done.kind = 'done' AND done.transaction = effect.transaction
)
"""
TWICE = """
SELECT count(*) FROM (
    SELECT FROM fault_audit WHERE kind IN ('done', 'mail', 'shard', 'published') AND id > %s
    GROUP BY kind, subject HAVING count(*) > 1
) repeated
"""


def install(connection):
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        for table in LISTS:
            for event in ("INSERT", "UPDATE"):
                cursor.execute(ON_LISTS.format(event=event, table=table))


def here(connection):
    """The newest note: what comes later belongs to the round that begins."""
    return _number(connection, "SELECT coalesce(max(id), 0) FROM fault_audit")


def done_twice(connection, since):
    """How many effects came twice, or without the job that they belong to."""
    return _number(connection, TWICE, since) + _number(connection, UNFENCED, since)


def claims_of(connection, job_ids):
    query = "SELECT subject, count(*) FROM fault_audit WHERE kind = 'claimed' AND subject = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} GROUP BY subject", [list(job_ids)])
        return dict(cursor.fetchall())


def _number(connection, query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]
