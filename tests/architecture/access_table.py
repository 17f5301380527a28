"""Who gets which answer at which address. One line for each; tests/architecture/test_every_url.py compares.

A new address fails the test with its name until it has a line here:

    "clinician:person": only(PRIYA, get=200, post=405),

`only` says what the named readers get; everybody else who is signed in gets 404, and who is
signed out is led to sign-in (302). `anyone` gives all the same answer. `but` changes one
reader's answer: `anyone(get=200, post=405).but(get={NOBODY: 302})`.

Each address is asked with Sam's own ids (`ids_of` in the test fills parameters by name) and
each POST is empty, so 422 is a form shown again, and 302 a writing that needs no field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

SAM = "sam, the participant"
MARCUS = "marcus, another participant"
ELENA = "elena, a family member"
PRIYA = "priya, the counselor"
OMAR = "omar, a counselor of another site"
JUNE = "june, intake"
GRACE = "grace, manager"
ADA = "ada, privacy officer"
ROSA = "rosa, a counselor of another organization"
NOBODY = "nobody, signed out"

PARTICIPANTS = (SAM, MARCUS)
COUNSELORS = (PRIYA, OMAR, ROSA)
STAFF = (*COUNSELORS, JUNE, GRACE, ADA)
SIGNED_IN = (*PARTICIPANTS, ELENA, *STAFF)
READERS = (*SIGNED_IN, NOBODY)


@dataclass(frozen=True)
class Row:
    """The status each reader gets, for GET and for POST."""

    get: Mapping[str, int]
    post: Mapping[str, int]

    def but(self, *, get: Mapping[str, int] | None = None, post: Mapping[str, int] | None = None) -> Row:
        """The same, with other answers for some readers."""
        return replace(self, get={**self.get, **(get or {})}, post={**self.post, **(post or {})})


def anyone(*, get: int, post: int) -> Row:
    """All readers get the same."""
    return Row(dict.fromkeys(READERS, get), dict.fromkeys(READERS, post))


def only(*who: str, get: int, post: int) -> Row:
    """These readers get this; others 404; who is signed out is led to sign-in."""
    others = {**dict.fromkeys(SIGNED_IN, 404), NOBODY: 302}
    return Row({**others, **dict.fromkeys(who, get)}, {**others, **dict.fromkeys(who, post)})


def of_her_site(*, get: int, post: int) -> Row:
    """What belongs to a site: its counselor gets this, the others 404 where she gets a page or a writing."""
    others = (OMAR, ROSA)
    return only(PRIYA, get=get, post=post).but(
        get=dict.fromkeys(others, 405 if get == 405 else 404),
        post=dict.fromkeys(others, 405 if post == 405 else 404),
    )


TABLE: dict[str, Row] = {
    # for everybody
    "shared:healthz": anyone(get=200, post=405),
    "shared:help_now": anyone(get=200, post=405),
    "shared:help_offline": anyone(get=200, post=405),
    "shared:away": anyone(get=200, post=405),
    "shared:service_worker": anyone(get=200, post=405),
    "shared:manifest": anyone(get=200, post=405),
    "signin:front": anyone(get=302, post=405),
    "signin:language": anyone(get=405, post=302),
    "signin:sign_out": anyone(get=405, post=302),
    "signin:leave": anyone(get=302, post=302),
    "signin:enter": anyone(get=404, post=404),
    "signin:demo_door": anyone(get=404, post=405),
    # signing in
    "signin:welcome": only(*SIGNED_IN, get=302, post=302),
    "signin:second_factor": only(*SIGNED_IN, get=200, post=405),
    "signin:everywhere": only(*SIGNED_IN, get=200, post=302),
    "account_login": anyone(get=302, post=302).but(get={NOBODY: 200}, post={NOBODY: 422}),
    "account_logout": anyone(get=405, post=302),
    "account_inactive": anyone(get=200, post=405),
    # the cast has neither password nor second factor, so there is nothing to ask for again
    "account_reauthenticate": anyone(get=403, post=403).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "account_change_password": anyone(get=302, post=302),
    "account_set_password": anyone(get=200, post=422).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "account_reset_password": anyone(get=200, post=422),
    "account_reset_password_done": anyone(get=200, post=405),
    "account_reset_password_from_key": anyone(get=200, post=422),
    "account_reset_password_from_key_done": anyone(get=200, post=405),
    "usersessions_list": anyone(get=200, post=302).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_index": anyone(get=200, post=405).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_authenticate": anyone(get=302, post=302),
    "mfa_reauthenticate": anyone(get=403, post=403).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_activate_totp": anyone(get=200, post=422).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_deactivate_totp": anyone(get=404, post=404).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_view_recovery_codes": anyone(get=404, post=405).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_generate_recovery_codes": anyone(get=200, post=422).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_download_recovery_codes": anyone(get=404, post=404).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_list_webauthn": anyone(get=200, post=405).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_add_webauthn": anyone(get=200, post=422).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_reauthenticate_webauthn": anyone(get=403, post=403).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_remove_webauthn": anyone(get=404, post=404).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_edit_webauthn": anyone(get=404, post=404).but(get={NOBODY: 302}, post={NOBODY: 302}),
    "mfa_login_webauthn": anyone(get=302, post=302),
    # out of the mail
    "jobs:stop": anyone(get=404, post=404),
    # family
    "family:home": only(ELENA, get=200, post=405),
    "family:one": only(ELENA, get=404, post=405),  # Sam shares nothing with her yet
    "family:thread": only(ELENA, get=404, post=404),
    "family:answer": only(ELENA, get=405, post=404),
    "family:threads": only(ELENA, get=200, post=405),
    "family:lessons": only(ELENA, get=200, post=405),
    "family:lesson": only(ELENA, get=200, post=405),
    # privacy officer
    "privacy:trail": only(ADA, get=200, post=405),
    "privacy:seal": only(ADA, get=200, post=405),
    "privacy:accounting": only(ADA, get=200, post=405),
    "privacy:person": only(ADA, get=200, post=405),
    "privacy:asked": only(ADA, get=200, post=405),
    "privacy:restrictions": only(ADA, get=200, post=422),
    "privacy:restriction_end": only(ADA, get=405, post=404),  # asked with the key of nothing agreed
    "privacy:emergency": only(ADA, get=200, post=422),
    "privacy:review": only(ADA, get=405, post=404),  # asked with the key of no disclosure
    "privacy:disclosures": only(ADA, get=200, post=405),
    # participant: always the own record, so another participant gets the own one too
    "participant:today": only(*PARTICIPANTS, get=200, post=405),
    "participant:week": only(*PARTICIPANTS, get=200, post=405),
    "participant:progress": only(*PARTICIPANTS, get=200, post=405),
    "participant:who": only(*PARTICIPANTS, get=200, post=405),
    "participant:help": only(*PARTICIPANTS, get=200, post=405),
    "participant:checkin": only(*PARTICIPANTS, get=405, post=422),
    "participant:answer": only(*PARTICIPANTS, get=405, post=302),
    "participant:join": only(*PARTICIPANTS, get=404, post=405),  # the session is in a room
    "participant:measure": only(*PARTICIPANTS, get=200, post=200),
    "participant:change": only(*PARTICIPANTS, get=200, post=422),
    "participant:changed": only(*PARTICIPANTS, get=200, post=405),
    "participant:instead": only(*PARTICIPANTS, get=200, post=422),
    "participant:take_back": only(*PARTICIPANTS, get=405, post=404),  # asked with the key of no change
    "participant:busy_change": only(*PARTICIPANTS, get=404, post=404),  # asked with the key of no busy time
    "participant:coming": only(*PARTICIPANTS, get=405, post=302),
    "participant:suits": only(*PARTICIPANTS, get=200, post=422),
    "participant:busy": only(*PARTICIPANTS, get=200, post=422),
    "participant:contact": only(*PARTICIPANTS, get=200, post=422),
    "participant:sharing": only(*PARTICIPANTS, get=200, post=405),
    "participant:invite": only(*PARTICIPANTS, get=200, post=422),
    "participant:grant": only(*PARTICIPANTS, get=404, post=404),  # asked with the key of nobody they invited
    "participant:seen": only(*PARTICIPANTS, get=404, post=405),
    "participant:stop_sharing": only(*PARTICIPANTS, get=405, post=404),
    "participant:invite_again": only(*PARTICIPANTS, get=405, post=404),
    "participant:not_told": only(*PARTICIPANTS, get=200, post=422),
    "participant:messages": only(*PARTICIPANTS, get=200, post=405),
    "participant:thread": only(*PARTICIPANTS, get=200, post=422),
    "participant:thread_with": only(*PARTICIPANTS, get=404, post=404),  # asked with the key of nobody let in
    "participant:needs": only(*PARTICIPANTS, get=200, post=422),
    "participant:need_done": only(*PARTICIPANTS, get=405, post=404),  # asked with the key of no need
    "participant:after": only(*PARTICIPANTS, get=200, post=405),
    "participant:harder": only(*PARTICIPANTS, get=405, post=302),
    "participant:follow_up": only(*PARTICIPANTS, get=404, post=404),  # no window is open
    "participant:support": only(*PARTICIPANTS, get=200, post=405),
    "participant:certificate": only(*PARTICIPANTS, get=404, post=405),  # nobody has graduated
    "participant:touch": only(*PARTICIPANTS, get=405, post=302),
    "participant:peer": only(*PARTICIPANTS, get=405, post=404),
    "participant:plan": only(*PARTICIPANTS, get=200, post=405),
    "participant:plan_sign": only(*PARTICIPANTS, get=405, post=302),
    "participant:plan_review": only(*PARTICIPANTS, get=405, post=302),
    "participant:way_back": only(*PARTICIPANTS, get=200, post=302),
    "participant:tonight": only(*PARTICIPANTS, get=200, post=404),  # no group of theirs was held today
    "participant:tools": only(*PARTICIPANTS, get=200, post=405),
    "participant:tool_begin": only(*PARTICIPANTS, get=405, post=302),
    "participant:entry": only(*PARTICIPANTS, get=404, post=404),  # asked with the key of no entry
    "participant:entry_keep": only(*PARTICIPANTS, get=405, post=404),
    "participant:entry_share": only(*PARTICIPANTS, get=405, post=404),
    "participant:own_plan": only(*PARTICIPANTS, get=200, post=405),
    "participant:now": only(*PARTICIPANTS, get=200, post=302),
    "participant:hears": only(*PARTICIPANTS, get=405, post=302),
    "participant:place": only(*PARTICIPANTS, get=404, post=405),  # they have begun, and wait no more
    "participant:skills": only(*PARTICIPANTS, get=200, post=405),
    "participant:papers": only(*PARTICIPANTS, get=200, post=405),
    "participant:papers_consent": only(*PARTICIPANTS, get=404, post=404),  # none was offered to them
    "participant:paper": only(*PARTICIPANTS, get=404, post=404),
    "participant:letters": only(*PARTICIPANTS, get=200, post=422),
    "participant:feed": only(*PARTICIPANTS, get=200, post=200),
    # counselor
    "clinician:today": only(*COUNSELORS, get=200, post=405),
    "clinician:session": of_her_site(get=200, post=405),
    "clinician:mark": of_her_site(get=405, post=422),
    "clinician:everyone": of_her_site(get=405, post=302),
    "clinician:undo": of_her_site(get=405, post=422),
    "clinician:guests": of_her_site(get=200, post=422),
    "clinician:change": only(*COUNSELORS, get=405, post=404),  # asked with the key of no change
    "clinician:away": only(*COUNSELORS, get=200, post=200),
    "clinician:away_undo": only(*COUNSELORS, get=405, post=404),  # asked with the key of no repair
    "clinician:earlier": only(*COUNSELORS, get=200, post=405),
    "clinician:people": only(*COUNSELORS, get=200, post=405),
    "clinician:person": of_her_site(get=200, post=405),
    "clinician:messages": only(*COUNSELORS, get=200, post=405),
    "clinician:messages_of": of_her_site(get=200, post=405),
    "clinician:thread": of_her_site(get=200, post=422),
    "clinician:thread_with": only(*COUNSELORS, get=404, post=404),  # asked with the key of nobody let in
    "clinician:family": of_her_site(get=200, post=405),
    "clinician:emergency": of_her_site(get=200, post=422),
    "clinician:family_mark": only(*COUNSELORS, get=405, post=404),  # asked with no supporter
    "clinician:needs": only(*COUNSELORS, get=200, post=405),
    "clinician:paid_days": of_her_site(get=200, post=405),
    "clinician:screened": of_her_site(get=200, post=405),
    "clinician:measure_ask": of_her_site(get=200, post=422),
    "clinician:practice": of_her_site(get=200, post=405),
    "clinician:own_plan": of_her_site(get=200, post=422),
    "clinician:note_about": of_her_site(get=405, post=422),
    "clinician:note_line": of_her_site(get=405, post=422),
    "clinician:note_versions": of_her_site(get=200, post=405),
    "clinician:note_lines": of_her_site(get=200, post=405),
    "clinician:sign": of_her_site(get=200, post=422),
    "clinician:notes": of_her_site(get=200, post=422),
    "clinician:note": only(*COUNSELORS, get=404, post=404),  # asked with the key of no note
    "clinician:cosign": only(*COUNSELORS, get=405, post=404),  # as above
    "clinician:own_notes": of_her_site(get=200, post=422),
    "clinician:notes_due": only(*COUNSELORS, get=200, post=405),
    "clinician:curriculum": only(*COUNSELORS, get=200, post=405),
    "clinician:curriculum_session": only(*COUNSELORS, get=404, post=405),  # asked with no name of one
    "clinician:needs_of": of_her_site(get=200, post=422),
    "clinician:need": only(*COUNSELORS, get=405, post=404),  # asked with the key of no need
    "clinician:graduation": of_her_site(get=200, post=422),
    "clinician:summary": of_her_site(get=200, post=422),
    "clinician:after": of_her_site(get=200, post=422),
    "clinician:follow_up": only(PRIYA, get=404, post=404),  # Sam is in the program still
    "clinician:after_list": only(*COUNSELORS, get=200, post=405),
    "clinician:plan": of_her_site(get=200, post=405),
    "clinician:plan_add": of_her_site(get=200, post=422),
    "clinician:plan_part": of_her_site(get=404, post=404),  # asked with the key of no part
    "clinician:plan_sign": of_her_site(get=302, post=302),
    "clinician:plan_versions": of_her_site(get=404, post=405),  # nothing is written yet
    "clinician:reviews": of_her_site(get=200, post=302),
    "clinician:review": of_her_site(get=404, post=404),  # asked with the key of no review
    "clinician:review_agree": of_her_site(get=302, post=404),
    "clinician:level": of_her_site(get=200, post=302),
    "clinician:due": only(*COUNSELORS, get=200, post=405),
    "clinician:tasks": only(*COUNSELORS, get=200, post=405),
    "clinician:task": only(*COUNSELORS, get=405, post=404),  # asked with the key of no task
    "clinician:groups": only(*COUNSELORS, get=200, post=405),
    "clinician:find": only(*COUNSELORS, JUNE, GRACE, get=200, post=405),
    # every desk
    "find:find": only(*COUNSELORS, JUNE, GRACE, get=200, post=405),
    # asking for help, without an account: nothing is begun, so every page leads to the first
    "start:programs": anyone(get=302, post=405),  # one real program: its own page
    "start:first": anyone(get=200, post=405),
    "start:ask": anyone(get=200, post=422),
    "start:check": anyone(get=302, post=302),
    "start:times": anyone(get=302, post=302),
    "start:done": anyone(get=302, post=405),
    "start:keep": anyone(get=405, post=302),
    "start:back": anyone(get=404, post=404),
    # intake
    "intake:board": only(JUNE, get=200, post=405),
    "intake:new": only(JUNE, get=200, post=422),
    "intake:ended": only(JUNE, get=200, post=405),
    "intake:enquiry": only(JUNE, get=404, post=405),  # asked with the key of no enquiry
    "intake:times": only(JUNE, get=404, post=404),
    "intake:move": only(JUNE, get=405, post=404),
    "intake:tried": only(JUNE, get=405, post=404),
    "intake:missed": only(JUNE, get=405, post=404),
    "intake:done": only(JUNE, get=405, post=404),
    "intake:end": only(JUNE, get=405, post=404),
    "intake:refer": only(JUNE, get=405, post=404),
    "intake:again": only(JUNE, get=405, post=404),
    "intake:begin_now": only(JUNE, get=405, post=404),
    "intake:comes_back": only(JUNE, get=405, post=404),
    "intake:decisions": only(*COUNSELORS, get=200, post=405),
    **{
        f"intake:{name}": only(JUNE, *COUNSELORS, get=405, post=404)  # with the key of no enquiry
        for name in ("begin", "save", "flag", "ask", "sign", "amend")
    },
    "intake:screening": only(JUNE, *COUNSELORS, get=404, post=405),
    "intake:waiting": only(JUNE, get=200, post=405),
    "intake:seat": only(JUNE, get=404, post=404),
    "intake:seat_back": only(JUNE, get=405, post=404),
    "intake:grounds": only(JUNE, get=404, post=404),
    "intake:seats": only(JUNE, GRACE, get=200, post=422),
    "intake:track_end": only(JUNE, GRACE, get=405, post=404),  # asked with the key of no track
    "intake:rule": only(JUNE, GRACE, get=405, post=422),
    "intake:rule_end": only(JUNE, GRACE, get=405, post=404),  # asked with the key of no rule
    "intake:checklist": only(GRACE, get=200, post=422),
    "intake:admission": only(JUNE, get=404, post=405),
    "intake:papers": only(JUNE, get=405, post=404),
    "intake:by_hand": only(JUNE, get=405, post=404),
    "intake:tick": only(JUNE, get=405, post=404),
    "intake:tell": only(JUNE, get=405, post=404),
    "intake:take_back": only(JUNE, get=405, post=404),
    "intake:cover": only(JUNE, get=405, post=404),
    "intake:authorize": only(JUNE, get=405, post=404),
    "intake:invite": only(JUNE, get=405, post=404),
    "intake:admit": only(JUNE, get=405, post=404),
    # manager and intake
    "manager:week": only(GRACE, JUNE, get=200, post=405),
    "manager:hours": only(GRACE, get=200, post=405),
    "manager:billing": only(GRACE, get=200, post=405),
    "manager:billing_csv": only(GRACE, get=200, post=405),
    "manager:billing_rules": only(GRACE, get=200, post=422),
    "manager:billing_person": only(GRACE, get=200, post=422),
    "manager:hours_csv": only(GRACE, get=200, post=405),
    "manager:feed": only(GRACE, JUNE, get=200, post=200),
    "manager:people": only(GRACE, JUNE, get=200, post=405),
    "manager:admit": only(GRACE, JUNE, get=200, post=422),
    "manager:person": only(GRACE, JUNE, get=200, post=405),
    "manager:episode": only(GRACE, JUNE, get=302, post=422),
    "manager:invite": only(GRACE, JUNE, get=302, post=200),
    "manager:plan": only(GRACE, JUNE, get=200, post=422),
    "manager:contact": only(GRACE, JUNE, get=200, post=422),
    "manager:busy": only(GRACE, JUNE, get=200, post=422),
    "manager:busy_void": only(GRACE, JUNE, get=302, post=404),  # asked with the key of no busy time
    "manager:suits": only(GRACE, JUNE, get=200, post=422),
    "manager:apart": only(GRACE, JUNE, get=200, post=404),  # asked with the key of nobody
    "manager:avoid_leader": only(GRACE, JUNE, get=302, post=404),  # asked with the key of nobody
    "manager:avoid_leader_end": only(GRACE, JUNE, get=302, post=404),  # asked with the key of nothing
    "manager:apart_end": only(GRACE, JUNE, get=302, post=404),  # asked with the key of no pair
    "manager:session": only(GRACE, JUNE, get=200, post=405),
    "manager:groups": only(GRACE, JUNE, get=200, post=405),
    "manager:group_new": only(GRACE, JUNE, get=200, post=422),
    "manager:group": only(GRACE, JUNE, get=200, post=405),
    "manager:group_change": only(GRACE, JUNE, get=200, post=422),
    "manager:session_change": only(GRACE, JUNE, get=302, post=302),  # that session has begun
    "manager:ripple": only(GRACE, JUNE, get=404, post=405),  # asked with the key of no change
    "manager:ripple_undo": only(GRACE, JUNE, get=405, post=404),
    "manager:away": only(GRACE, get=200, post=200),
    "manager:away_undo": only(GRACE, get=405, post=404),  # asked with the key of no repair
    "manager:timetable": only(GRACE, get=200, post=422),
    "manager:draft": only(GRACE, get=200, post=405),
    "manager:draft_progress": only(GRACE, get=302, post=405),  # solved already: the way back to the draft
    "manager:draft_changes": only(GRACE, get=302, post=405),  # without a script: the page to publish it
    "manager:draft_steer": only(GRACE, get=405, post=302),
    "manager:draft_group": only(GRACE, get=404, post=405),  # asked for no group
    "manager:draft_move": only(GRACE, get=405, post=302),
    "manager:draft_seat": only(GRACE, get=405, post=404),  # asked with no person
    "manager:draft_hold": only(GRACE, get=405, post=302),
    "manager:draft_compare": only(GRACE, get=200, post=405),
    "manager:draft_publish": only(GRACE, get=200, post=422),
    "manager:draft_undo": only(GRACE, get=405, post=302),
    "manager:draft_what_if": only(GRACE, get=200, post=422),
    "manager:draft_try": only(GRACE, get=405, post=404),  # asked with no person
    "manager:way": only(GRACE, get=200, post=405),
    "manager:way_csv": only(GRACE, get=200, post=405),
    "manager:support": only(GRACE, get=200, post=422),
    "manager:support_retire": only(GRACE, get=405, post=404),  # asked with the key of no group
    "manager:asks": only(GRACE, get=200, post=405),
    "manager:asks_change": only(GRACE, get=404, post=404),  # asked with the key of no program
    "manager:setup": only(GRACE, get=200, post=405),
    "manager:colleague": only(GRACE, get=200, post=422),
    "manager:colleague_invite": only(GRACE, get=405, post=200),
    "manager:colleague_away": only(GRACE, get=405, post=422),
    "manager:colleague_back": only(GRACE, get=405, post=404),  # asked with the key of no absence
    "manager:colleague_limit": only(GRACE, get=405, post=422),
    "manager:service": only(GRACE, get=200, post=422),
    "manager:program": only(GRACE, get=404, post=404),  # asked with the key of no program
    "manager:editions": only(GRACE, get=200, post=422),
    "manager:edition_sample": only(GRACE, get=200, post=405),
    "manager:edition_neutral": only(GRACE, get=405, post=302),
    "manager:edition_choose": only(GRACE, get=405, post=404),  # asked with the key of no edition
    "manager:closed": only(GRACE, get=200, post=422),
    "manager:open_site": only(GRACE, get=405, post=404),  # asked with no day
    "manager:open_room": only(GRACE, get=405, post=404),  # asked with the key of no closure
    "manager:setup_add": only(GRACE, get=200, post=422),
    "manager:setup_retire": only(GRACE, get=405, post=302),
    # whoever has the secret
    "calendar:feed": anyone(get=404, post=405),
}
