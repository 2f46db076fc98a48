"""What everybody signed in gets from an open space is told apart from what its members get; when visitors came last."""

from django.db import migrations, models

# As in 0009, but for "open".
ANY_GRANTS = """
CREATE OR REPLACE VIEW editor_any_grant AS
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
SELECT s.id, u.id, s.open_role, NULL, '{open}'
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


class Migration(migrations.Migration):
    dependencies = [("editor", "0017_administration")]
    operations = [
        migrations.RunSQL(ANY_GRANTS.format(open="open"), ANY_GRANTS.format(open="space")),
        migrations.AddField(
            model_name="visitor", name="seen_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.RunSQL("UPDATE editor_visitor SET seen_at = now()", migrations.RunSQL.noop),
    ]
