"""What a space can look like: an icon of ours, in a colour of the palette."""

from django.utils.translation import gettext_lazy as _

ICONS = {
    "folder": _("Folder"),
    "book-open": _("Book"),
    "briefcase": _("Briefcase"),
    "chart-line": _("Chart"),
    "code-xml": _("Code"),
    "compass": _("Compass"),
    "flask-conical": _("Flask"),
    "globe": _("Globe"),
    "graduation-cap": _("Cap"),
    "hammer": _("Hammer"),
    "heart": _("Heart"),
    "house": _("House"),
    "leaf": _("Leaf"),
    "lightbulb": _("Light bulb"),
    "megaphone": _("Megaphone"),
    "palette": _("Palette"),
    "rocket": _("Rocket"),
    "users": _("People"),
}
COLORS = {
    "gray": _("Gray"),
    "red": _("Red"),
    "orange": _("Orange"),
    "yellow": _("Yellow"),
    "green": _("Green"),
    "blue": _("Blue"),
    "purple": _("Purple"),
    "pink": _("Pink"),
}
