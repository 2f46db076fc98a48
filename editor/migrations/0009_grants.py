"""The views that say what gives a right, and the promise that the audit log is only ever added to."""

from django.db import migrations

# Whatever gives a right, whoever it is for. `valid_until` is when a grant ends by itself.
ANY_GRANTS = """
CREATE VIEW editor_any_grant AS
SELECT document_id AS node_id, user_id AS holder_id, role, NULL::timestamptz AS valid_until, 'person' AS via
    FROM editor_membership
UNION ALL
SELECT s.document_id, t.user_id, s.role, NULL, 'team'
    FROM editor_teamshare s JOIN editor_teammember t ON t.team_id = s.team_id
UNION ALL
SELECT space_id, user_id, role, NULL, 'space' FROM editor_spacemember WHERE user_id IS NOT NULL
UNION ALL
SELECT s.space_id, t.user_id, s.role, NULL, 'space'
    FROM editor_spacemember s JOIN editor_teammember t ON t.team_id = s.team_id
UNION ALL
SELECT s.id, u.id, s.open_role, NULL, 'space'
    FROM editor_space s CROSS JOIN editor_user u
    WHERE s.open_role IS NOT NULL
UNION ALL
SELECT l.document_id, u.id, l.role, l.expires_at, 'link'
    FROM editor_sharelink l CROSS JOIN editor_user u
    WHERE l.reach = 10 AND l.password = '' AND (l.expires_at IS NULL OR l.expires_at > statement_timestamp())
UNION ALL
SELECT l.document_id, p.holder_id, l.role, l.expires_at, 'link'
    FROM editor_linkpass p
    JOIN editor_sharelink l ON l.id = p.link_id AND l.edition = p.edition
    WHERE (l.expires_at IS NULL OR l.expires_at > statement_timestamp())
        AND (l.reach = 20 OR EXISTS (SELECT FROM editor_user u WHERE u.id = p.holder_id))
"""

# What is in force: nothing is for those whose account is deactivated. (A visitor has none.)
GRANTS = """
CREATE VIEW editor_grant AS
SELECT g.* FROM editor_any_grant g LEFT JOIN editor_user u ON u.id = g.holder_id WHERE u.is_active IS NOT FALSE
"""

ONLY_ADDED_TO = """
CREATE TRIGGER editor_auditevent_only_added_to BEFORE UPDATE OR DELETE ON editor_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION editor_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("editor", "0008_rights")]
    operations = [
        migrations.RunSQL(ANY_GRANTS, "DROP VIEW editor_any_grant"),
        migrations.RunSQL(GRANTS, "DROP VIEW editor_grant"),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP TRIGGER editor_auditevent_only_added_to ON editor_auditevent"),
    ]
