"""New companies and their sites, and what is known of a company."""

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import select

from causeway.portal.web.access import db_session, needs
from causeway.portal.web.forms import Choice, Choices, Form, Line
from causeway.portal.web.i18n import LOCALES, gettext, mark
from causeway.portal.web.partners.blueprint import blueprint
from causeway.portal.web.partners.pages import company_page
from causeway.portal.web.toasts import toast
from causeway.tenants import audit
from causeway.tenants.db import get_or_404
from causeway.tenants.directory import NewOrganization, add_organization, add_site
from causeway.tenants.models import Organization, Site, SiteKind
from causeway.tenants.permissions import Permission
from causeway.tenants.text import fold, sort_key

KINDS = ("is_supplier", "is_distributor")
LONGEST_CODE = 40
_GLN_WEIGHTS = (1, 3) * 6
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18
_USCC_MODULUS = 31


class Gln(Line):
    """A GLN: thirteen digits, the last of which checks the others (GS1 General Specifications 7.9)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is not None and not is_gln(text):
            raise ValidationError(gettext("A GLN has 13 digits; one of these is wrong."))
        return text


class Uscc(Line):
    """A unified social credit code with its check character (GB 32100-2015)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is None:
            return None
        if not is_uscc(text.upper()):
            raise ValidationError(
                gettext("A unified social credit code has 18 characters; one of these is wrong.")
            )
        return text.upper()


class Duns(Line):
    """A D-U-N-S number: nine digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is None:
            return None
        digits = text.replace("-", "")
        if not (len(digits) == 9 and digits.isascii() and digits.isdigit()):
            raise ValidationError(gettext("A D-U-N-S number has 9 digits."))
        return digits


class CompanySchema(Schema):
    """What is known of a company."""

    name = Line()
    uscc = Uscc(optional=True)
    gln = Gln(optional=True)
    duns = Duns(optional=True)
    locale = Choice(list(LOCALES))


class NewCompanySchema(CompanySchema):
    """A company that enters the directory."""

    kinds = Choices(KINDS, message=mark("Choose what the company is to you."))


class ZoneName(fields.String):
    """A time zone of the IANA list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text not in available_timezones():
            raise ValidationError(gettext("Write a time zone such as Asia/Shanghai or Europe/Oslo."))
        return text


class SiteSchema(Schema):
    """A place of a company."""

    code = Line(longest=LONGEST_CODE)
    name = Line()
    kind = Choice([kind.value for kind in SiteKind])
    time_zone = ZoneName(required=True)
    gln = Gln(optional=True)


def is_gln(text: str) -> bool:
    """Whether that is a GLN with a right check digit."""
    if not (len(text) == 13 and text.isascii() and text.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:12], _GLN_WEIGHTS, strict=True))
    return (10 - total % 10) % 10 == int(text[12])


def is_uscc(text: str) -> bool:
    """Whether that is a unified social credit code with a right check character."""
    if len(text) != _USCC_LENGTH or any(letter not in _USCC_LETTERS for letter in text):
        return False
    total = sum(
        _USCC_LETTERS.index(letter) * pow(3, place, _USCC_MODULUS) for place, letter in enumerate(text[:17])
    )
    return (_USCC_MODULUS - total % _USCC_MODULUS) % _USCC_MODULUS == _USCC_LETTERS.index(text[17])


@blueprint.get("/new")
@needs(Permission.PARTNERS_MANAGE)
def new_company() -> ResponseReturnValue:
    """The form for a company that is not in the directory yet."""
    return render_template("partners/company.html", form=Form({"locale": "zh_CN"}), organization=None)


@blueprint.post("/new")
@needs(Permission.PARTNERS_MANAGE)
def add_company() -> ResponseReturnValue:
    """The company is in the directory, or the form again with what is wrong."""
    form = Form.sent()
    given = form.load(NewCompanySchema())
    if given is None:
        return render_template("partners/company.html", form=form, organization=None), 422
    kinds = given.pop("kinds")
    organization = add_organization(db_session(), _new(given, kinds))
    audit.record(
        db_session(),
        "organization.added",
        "organization",
        organization.id,
        name=organization.name,
        kinds=kinds,
    )
    toast(gettext("%(name)s is in the directory.", name=organization.name))
    return redirect(url_for("partners.detail", organization_id=organization.id), 303)


@blueprint.get("/<uuid:organization_id>/edit")
@needs(Permission.PARTNERS_MANAGE)
def edit_company(organization_id: UUID) -> ResponseReturnValue:
    """The form for what is known of the company."""
    organization = get_or_404(db_session(), Organization, organization_id)
    known = {name: getattr(organization, name) for name in ("name", "uscc", "gln", "duns")}
    form = Form({**known, "locale": organization.locale or "zh_CN", "revision": organization.revision})
    return render_template("partners/company.html", form=form, organization=organization)


@blueprint.post("/<uuid:organization_id>/edit")
@needs(Permission.PARTNERS_MANAGE)
def change_company(organization_id: UUID) -> ResponseReturnValue:
    """Changed, or the form again with what is wrong."""
    organization = get_or_404(db_session(), Organization, organization_id, lock=True)
    form = Form.sent()
    given = form.load(CompanySchema())
    if given is not None and form.value("revision") != str(organization.revision):
        form.problem = gettext(
            "This was changed by somebody else in the meantime. Look at it again and repeat."
        )
        given = None
    if given is None:
        return render_template("partners/company.html", form=form, organization=organization), 422
    before = {name: getattr(organization, name) for name in given}
    for name, value in given.items():
        setattr(organization, name, value)
    organization.name_sort = sort_key(organization.name)
    organization.revision += 1
    audit.record(
        db_session(), "organization.changed", "organization", organization.id, before=before, after=given
    )
    toast(gettext("Saved."))
    return redirect(url_for("partners.detail", organization_id=organization_id), 303)


@blueprint.post("/<uuid:organization_id>/sites")
@needs(Permission.PARTNERS_MANAGE)
def add_place(organization_id: UUID) -> ResponseReturnValue:
    """One more site, or the page again with what is wrong."""
    organization = get_or_404(db_session(), Organization, organization_id, lock=True)
    form = Form.sent()
    given = form.load(SiteSchema())
    if given is not None and _has_site(organization.id, given["code"]):
        form.errors["code"] = gettext("The company has a site with this code already.")
        given = None
    if given is None:
        return company_page(organization, site_form=form), 422
    given["kind"] = SiteKind(given["kind"])
    site = add_site(db_session(), organization, **given)
    audit.record(db_session(), "site.added", "site", site.id, code=site.code, name=site.name)
    toast(gettext("%(name)s is in the list of sites.", name=site.name))
    return redirect(url_for("partners.detail", organization_id=organization_id, _anchor="sites"), 303)


@blueprint.get("/<uuid:organization_id>/sites")
@needs(Permission.PARTNERS_MANAGE)
def sites(organization_id: UUID) -> ResponseReturnValue:
    """The sites are a part of the company's page."""
    return redirect(url_for("partners.detail", organization_id=organization_id, _anchor="sites"), 303)


def _new(given: dict[str, Any], kinds: list[str]) -> NewOrganization:
    return NewOrganization(
        is_supplier="is_supplier" in kinds, is_distributor="is_distributor" in kinds, **given
    )


def _has_site(organization_id: UUID, code: str) -> bool:
    codes = db_session().scalars(select(Site.code).where(Site.organization_id == organization_id))
    return fold(code) in {fold(known) for known in codes}
