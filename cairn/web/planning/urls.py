"""Where the pages of planning rounds and of their rooms are."""

from django.urls import URLPattern, path

from cairn.web.planning import (
    announcing,
    cards,
    covering,
    handing_on,
    individuals,
    live,
    plan,
    propose,
    room,
    rounds,
)

ROUNDS: list[URLPattern] = [
    path("rounds", rounds.show_rounds),
    path("rounds/new", plan.start),
    path("rounds/<int:round_id>", rounds.show_round),
    path("rounds/<int:round_id>/plan", plan.change),
    path("rounds/<int:round_id>/cancel", rounds.cancel),
    path("rounds/<int:round_id>/drop", rounds.drop),
    path("rounds/<int:round_id>/teams/<int:team_id>", handing_on.show),
    path("rounds/<int:round_id>/teams/<int:team_id>/begin", handing_on.begin),
    path("rounds/<int:round_id>/coverage", covering.show),
    path("rounds/<int:round_id>/coverage/alignments", covering.align),
    path("rounds/<int:round_id>/individuals", individuals.show),
    path("rounds/<int:round_id>/individuals/own", individuals.write),
    path("rounds/<int:round_id>/individuals/<int:team_id>", individuals.show_team),
    path("rounds/<int:round_id>/announcement", announcing.announce),
    path("rounds/<int:round_id>/presentation", announcing.present),
    path("rounds/alignments/<int:planned_id>/drop", covering.unalign),
    path("rounds/steps/<int:step_id>", rounds.act),
]
ROOMS: list[URLPattern] = [
    path("rooms/<int:room_id>", live.show),
    path("rooms/<int:room_id>/live", live.look),
    path("rooms/<int:room_id>/stream", live.grant),
    path("rooms/<int:room_id>/propose", propose.propose_one),
    path("rooms/<int:room_id>/propose/remarks", propose.remarks),
    path("rooms/<int:room_id>/behind", propose.behind),
    path("rooms/<int:room_id>/stage", room.stage),
    path("rooms/<int:room_id>/timer", room.time),
    path("rooms/<int:room_id>/seats", room.sit),
    path("rooms/<int:room_id>/ballots", room.vote),
    path("rooms/<int:room_id>/groups", room.group),
    path("rooms/<int:room_id>/ticked", room.gather),
    path("rooms/<int:room_id>/ranking", room.rank),
    path("room-groups/<int:group_id>", room.change_group),
    path("ballots/<int:ballot_id>/reveal", room.reveal),
    path("proposals/<int:proposal_id>", propose.change),
    path("proposals/<int:proposal_id>/withdraw", propose.withdraw),
    path("proposals/<int:proposal_id>/move", cards.move),
    path("proposals/<int:proposal_id>/unmerge", cards.unmerge),
    path("proposals/<int:proposal_id>/vote", cards.vote),
    path("proposals/<int:proposal_id>/arguments", cards.say),
    path("proposals/<int:proposal_id>/speak", cards.speak),
    path("proposals/<int:proposal_id>/choose", cards.choose),
    path("proposals/<int:proposal_id>/room", cards.open_room),
    path("arguments/<int:argument_id>/withdraw", cards.unsay),
]
urlpatterns = [*ROUNDS, *ROOMS]
