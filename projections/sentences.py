"""Each fact in words, by its name in the log. Places are filled from a history line's `params`."""

from __future__ import annotations

SENTENCES = {
    "batch.started": "The import {batch} was started.",
    "batch.completed": "The import {batch} was completed.",
    "batch.undone": "The import {batch} was taken back.",
    "cascade.opened": "The cascade {title} was opened.",
    "cascade.standard_revised": "The standard for certification was revised.",
    "cascade.targets_revised": "The tiers and their targets were revised.",
    "cascade.curriculum_revised": "The curriculum was revised.",
    "cascade.safeguards_set": "It was set how people's data are guarded here.",
    "cascade.closed": "The cascade was closed.",
    "cascade.reopened": "The cascade was opened again.",
    "certification.nominated": "{person} was nominated on {nominated_on}.",
    "certification.assessed": "{person} was assessed by {assessor} on {assessed_on}.",
    "certification.cofacilitation_credited": "Co-facilitating {workshop} was credited to {person}.",
    "certification.certified": "{person} was certified as {level} on {certified_on}.",
    "certification.corrected": "The certificate of {person} as {level} of {certified_on} was "
    "corrected.",
    "certification.voided": "The certificate of {person} as {level} of {certified_on} was voided: "
    "it had been recorded in error.",
    "certification.renewed": "The certificate of {person} was renewed on {renewed_on}.",
    "certification.suspended": "The certificate of {person} was suspended from {suspended_on} on.",
    "certification.reinstated": "The certificate of {person} was reinstated on {reinstated_on}.",
    "certification.revoked": "The certificate of {person} was revoked from {revoked_on} on.",
    "outcome.behaviour_observed": "{person}'s practice was observed on {observed_on}.",
    "outcome.result_reported": "{person} reported a result of {quantity} {unit} on {reported_on}.",
    "outcome.sharing_claimed": "{person} said on {claimed_on} that they shared the skills with "
    "{people} people.",
    "outcome.voided": "The outcome was voided.",
    "person.registered": "{person} was added to the register.",
    "person.profile_corrected": "The profile of {person} was corrected.",
    "person.details_committed": "The details of {person} were changed.",
    "person.contacts_dropped": "The contacts of {person} were deleted, as nothing had been heard "
    "of them for long.",
    "person.withdrawn": "The registration of {person} was taken back.",
    "person.reinstated": "The registration of {person} holds again.",
    "person.erased": "The personal data of {person} were erased.",
    "person.revealed": "The name and contacts of {person} were shown to an auditor.",
    "people.merged": "{one} and {other} were merged: they are one person.",
    "merge.undone": "The merge of {one} and {other} was undone.",
    "people.left_unsure": "It was left open whether {one} and {other} are one person.",
    "people.distinguished": "{one} and {other} were found not to be the same person.",
    "proposal.made": "A workshop of {starts_on} to {ends_on} was proposed, with {lines} people on "
    "its register.",
    "proposal.revised": "The proposal was revised: {starts_on} to {ends_on}, with {lines} people "
    "on its register.",
    "proposal.withdrawn": "The proposal was withdrawn.",
    "proposal.returned": "The proposal was returned to its trainer.",
    "proposal.accepted": "The proposal was accepted as the workshop {workshop}.",
    "region.defined": "The region {name} was defined.",
    "organisation.defined": "The organisation {name} was defined.",
    "name.given": "Within {series}, the name {name} was given to {means}.",
    "workshop.planned": "The workshop {workshop} was planned for {starts_on} to {ends_on}.",
    "workshop.rescheduled": "The workshop {workshop} was moved to {starts_on} to {ends_on}.",
    "workshop.cancelled": "The workshop {workshop} was cancelled.",
    "workshop.held": "The workshop {workshop} was held from {starts_on} to {ends_on}, with "
    "{people} people on its register.",
    "workshop.corrected": "The workshop {workshop} was corrected.",
    "workshop.voided": "The workshop {workshop} was voided with its register.",
    "workshop.restored": "The workshop {workshop} was restored with its register.",
    "attendance.added": "{person} was added to the register of {workshop}.",
    "attendance.voided": "The attendance of {person} at {workshop} was voided.",
    "attendance.restored": "The attendance of {person} at {workshop} was restored.",
    "facilitator.left_off": "{person} was left off the register of {workshop}, which they "
    "facilitated.",
    "role.granted": "The role {role} was granted.",
    "role.withdrawn": "A role was withdrawn.",
    "scores.recorded": "The scores of {person} at {workshop} were recorded.",
    "feedback.recorded": "Feedback on {workshop} was recorded: {rating} of 5.",
    "evidence.attached": "Evidence of {workshop} was attached: {kind}.",
}
