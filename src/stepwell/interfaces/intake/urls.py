from __future__ import annotations

from django.urls import path

from stepwell.interfaces.intake import deciding, moving, one, screening, seats, views, waiting

app_name = "intake"
urlpatterns = [
    path("", views.board, name="board"),
    path("new", views.new, name="new"),
    path("ended", views.ended, name="ended"),
    path("waiting", waiting.waiting, name="waiting"),
    path("seats", seats.seats, name="seats"),
    path("seats/<uuid:track_id>/end", seats.end, name="track_end"),
    path("rules", seats.rule, name="rule"),
    path("rules/<uuid:rule_id>/end", seats.rule_end, name="rule_end"),
    path("<uuid:enquiry_id>/seat", waiting.seat, name="seat"),
    path("<uuid:enquiry_id>/seat/back", waiting.give_back, name="seat_back"),
    path("<uuid:enquiry_id>/grounds", waiting.grounds, name="grounds"),
    path("<uuid:enquiry_id>", one.show, name="enquiry"),
    path("<uuid:enquiry_id>/times", one.times, name="times"),
    path("<uuid:enquiry_id>/move", moving.move, name="move"),
    path("<uuid:enquiry_id>/tried", moving.tried, name="tried"),
    path("<uuid:enquiry_id>/missed", moving.missed, name="missed"),
    path("<uuid:enquiry_id>/done", moving.done, name="done"),
    path("<uuid:enquiry_id>/end", one.end, name="end"),
    path("<uuid:enquiry_id>/again", one.again, name="again"),
    path("<uuid:enquiry_id>/refer", one.refer, name="refer"),
    path("<uuid:enquiry_id>/back", one.comes_back, name="comes_back"),
    path("decisions", deciding.asked, name="decisions"),
    path("<uuid:enquiry_id>/screening", screening.show, name="screening"),
    path("<uuid:enquiry_id>/screening/begin", screening.begin, name="begin"),
    path("<uuid:enquiry_id>/screening/save", screening.save, name="save"),
    path("<uuid:enquiry_id>/screening/flag", screening.flag, name="flag"),
    path("<uuid:enquiry_id>/screening/ask", deciding.ask, name="ask"),
    path("<uuid:enquiry_id>/screening/sign", deciding.sign, name="sign"),
    path("<uuid:enquiry_id>/screening/amend", deciding.amend, name="amend"),
]
