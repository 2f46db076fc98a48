"""What the administration's own templates may use."""

from typing import Any

from django import template

from editor.operations.dashboard import dashboard

register = template.Library()


@register.inclusion_tag("admin/editor/dashboard.html", takes_context=True)
def site_dashboard(context: dict[str, Any]) -> dict[str, Any]:
    return {"shown": dashboard(context["request"])}
