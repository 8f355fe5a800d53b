"""Every name that Slack sends back: commands, action ids, callback ids, events; shared by views and listeners.

An action's id is `area.intent`; where one message holds several of a kind, the row's id travels in the button's
`value` (or in the modal's private_metadata) and is never trusted: the service looks it up by owner.
"""

# Commands (their names can be changed by settings; these are the defaults)
COMMAND_WIN = "/win"
COMMAND_MET = "/met"
COMMAND_VOUCH = "/vouch"

# Shortcuts
SHORTCUT_SAVE_AS_WIN = "save_as_win"  # on a message
SHORTCUT_LOG_CONVERSATION = "log_conversation"  # on a message
SHORTCUT_ADD_PERSON = "add_person"  # on a message: who wrote it
SHORTCUT_NEW_WIN = "new_win"  # from anywhere
SHORTCUT_NEW_CONVERSATION = "new_conversation"  # from anywhere

# Modals
MODAL_WIN = "win.modal"
MODAL_EVIDENCE = "evidence.modal"
MODAL_CONVERSATION = "conversation.modal"
MODAL_FOLLOWUP = "followup.modal"
MODAL_PROJECT = "project.modal"
MODAL_PROJECT_WINS = "project.wins_modal"
MODAL_WIN_PROJECT = "win.project_modal"
MODAL_STAKEHOLDER = "stakeholder.modal"
MODAL_PEOPLE = "stakeholders.modal"  # the list of people, with a field that finds
MODAL_INBOX = "inbox.modal"  # several drafts at once
MODAL_SETTINGS = "settings.modal"
MODAL_AWAY = "away.modal"
MODAL_DELETE_DATA = "privacy.delete_modal"
MODAL_MERGE_CHOOSE = "merge.choose_modal"
MODAL_MERGE = "merge.modal"
MODAL_PEOPLE_CHOOSE = "people_merge.choose_modal"
MODAL_PEOPLE_MERGE = "people_merge.modal"
MODAL_FIND = "wins.find_modal"
MODAL_TAG = "tag.modal"
MODAL_TAG_MERGE = "tag.merge_modal"
MODAL_SUMMARY = "summary.modal"
MODAL_SUMMARY_SENT = "summary.sent_modal"

MODAL_AWARENESS_WIN = "awareness.win_modal"
MODAL_AWARENESS_PERSON = "awareness.person_modal"

# Actions
WIN_EDIT = "win.edit"
WIN_COMPLETE = "win.complete"  # edit, asked for by what is missing
WIN_UNDO = "win.undo"
WIN_UNEDIT = "win.unedit"  # the edit is taken back, the win stays
WIN_RESTORE = "win.restore"
WIN_PAGES = ("win.page.back", "win.page.on")  # other pages of a list of wins
WIN_OPEN = "win.open"  # everything of one win, in a window
WINS_FIND = "wins.find"  # the form that finds wins
WINS_SHOW = "wins.show"  # the wins of a query, in a window
TAGS = "tags"  # asks for past tags, wherever tags are chosen
TAG_RENAME = "tag.rename"
TAG_DELETE = "tag.delete"
TAG_UNDO = "tag.undo"
TAG_PAGES = ("tag.page.back", "tag.page.on")
INBOX_OPEN = "inbox.open"  # the value, if any, is the draft behind which it goes on
INBOX_PAGES = ("inbox.page.back", "inbox.page.on")
INBOX_UNDO = "inbox.undo"  # those just dismissed
WIN_MERGE = "win.merge"  # chooses another win that is the same thing
MERGE_OTHER = "merge.other"  # what has been typed to find it
MERGE_UNDO = "merge.undo"
WIN_EVIDENCE = "win.evidence"  # opens what proves a win
EVIDENCE_REMOVE = "evidence.remove"
EVIDENCE_PUT_BACK = "evidence.put_back"
EVIDENCE_PAGES = ("evidence.page.back", "evidence.page.on")
TAG_FIX = "tag.fix"  # a mistyped tag of one win; value "win_id:typed:meant"
MEASURE_FIX = ("measure.fix.1", "measure.fix.2")  # another reading of a number; ids differ in a block
CONVERSATION_EDIT = "conversation.edit"
CONVERSATION_UNDO = "conversation.undo"
CONVERSATION_RESTORE = "conversation.restore"
CONVERSATION_CONFIDENCE = tuple(f"conversation.confidence.{level}" for level in range(1, 6))  # ids differ in a block
PEOPLE_MERGE = "people_merge.open"  # chooses another of one's people who is the same person
PEOPLE_MERGE_OTHER = "people_merge.other"  # what has been typed to find them
PEOPLE_MERGE_UNDO = "people_merge.undo"
SUGGESTION_RELATE = "suggestion.relate"
SUGGESTION_NO = "suggestion.no"
TIMELINE_OPEN = "timeline.open"  # the conversations with somebody
TIMELINE_PAGES = ("timeline.page.back", "timeline.page.on")
TIMELINE_BACK = "timeline.back"  # from what was deleted to what is there
TIMELINE_EDIT = "timeline.edit"
TIMELINE_DELETE = "timeline.delete"
TIMELINE_DELETED = "timeline.deleted"  # what can be brought back: with somebody, or with anybody
TIMELINE_RESTORE = "timeline.restore"
STAKEHOLDER_OPEN = "stakeholder.open"  # everything of one person, in a window
STAKEHOLDER_EDIT = "stakeholder.edit"
STAKEHOLDER_MORE = "stakeholder.more"  # the card's menu of what is seldom done; value "what:id"
STAKEHOLDER_ARCHIVE = "stakeholder.archive"  # stops following
STAKEHOLDER_FOLLOW = "stakeholder.follow"  # again
STAKEHOLDER_RELATIONSHIP = "stakeholder.relationship"
STAKEHOLDER_CHOICES = ("relationship", "ideal", "worst")  # in the modal: they change what else it shows
STAKEHOLDER_TALKED = "stakeholder.talked"
STAKEHOLDER_SNOOZE = "stakeholder.snooze"
STAKEHOLDER_WAKE = "stakeholder.wake"  # ends a snooze
STAKEHOLDER_UNDO = "stakeholder.undo"  # those just added
STAKEHOLDER_PAGE = "stakeholder.page"  # another page of a list of people
STAKEHOLDER_PAGE_BACK = "stakeholder.page_back"
STAKEHOLDERS_FIND = "stakeholders.find"  # the list in a window, with a field that finds
STAKEHOLDERS_SHOW = "stakeholders.show"  # back from a card to the list
ROOM_OPEN = "room.open"  # who could speak for the member, in a window
ROOM_MAP = "room.map"  # its map as a table, in the member's DM
ROOM_MAP_REMOVE = "room.map_remove"
PREP_OPEN = "prep.open"  # the card for a conversation with somebody
PREP_TOLD = "prep.told"  # on the card: "win:person"
PREP_TALKED = "prep.talked"
PREP_UNDO = "prep.undo"  # the conversation logged by either
AWARENESS_WIN = "awareness.win"  # who knows a win
AWARENESS_WIN_PAGES = ("awareness.win.back", "awareness.win.on")
AWARENESS_PERSON = "awareness.person"  # which wins somebody knows, and which not
AWARENESS_UNTOLD_PAGES = ("awareness.untold.back", "awareness.untold.on")
AWARENESS_KNOWN_PAGES = ("awareness.known.back", "awareness.known.on")
AWARENESS_TOLD = "awareness.told"  # one win told to one person: "win:person"
AWARENESS_UNDO = "awareness.undo"  # the conversation in which it was told
AWARENESS_PEOPLE = "awareness.people"  # what has been typed to find who knows it
AWARENESS_TAKE_BACK = "awareness.take_back"  # somebody does not know it after all
AWARENESS_PUT_BACK = "awareness.put_back"
FOLLOWUP_DONE = "followup.done"  # its good end: done, kept
FOLLOWUP_OUTCOME = "followup.outcome"  # how an ask ended
FOLLOWUP_DROP = "followup.drop"
FOLLOWUP_REOPEN = "followup.reopen"
FOLLOWUP_ADD = "followup.add"  # the value, if any, is whom it concerns
FOLLOWUP_EDIT = "followup.edit"
FOLLOWUP_DELETE = "followup.delete"
PROPOSALS_OPEN = "proposals.open"  # the next-best conversations, in a window
PROPOSALS_TOLD = "proposals.told"  # the value of each: win:person
PROPOSALS_ASIDE = "proposals.aside"  # not this one
PROPOSALS_UNDO = "proposals.undo"  # and the conversation that was logged, or 0
FOLLOWUPS_OPEN = "followups.open"  # all, or those that concern the person in the value
FOLLOWUP_PAGES = ("followup.page.back", "followup.page.on")
PROJECTS_OPEN = "projects.open"
PROJECT_OPEN = "project.open"
PROJECT_MAKE = "project.make"  # of an opportunity that was given
PROJECT_NEW = "project.new"
PROJECT_EDIT = "project.edit"
PROJECT_END = "project.end"
PROJECT_GOES_ON = "project.goes_on"
PROJECT_DELETE = "project.delete"
PROJECT_ADD_WINS = "project.add_wins"
PROJECT_TAKE_OUT = "project.take_out"  # a win that does not belong to it
PROJECT_WINS = "project.wins"  # what has been typed to find some
PROJECT_PAGES = ("project.page.back", "project.page.on")
PROJECT_WIN_PAGES = ("project.win_page.back", "project.win_page.on")
WIN_PROJECT = "win.project"  # which project a win belongs to
HOME_LOG_WIN = "home.log_win"
HOME_ADD_STAKEHOLDER = "home.add_stakeholder"
HOME_LOG_CONVERSATION = "home.log_conversation"
HOME_PAGES = ("home.page.back", "home.page.on")  # other pages of one of Home's lists
SETTINGS_OPEN = "settings.open"
AWAY_OPEN = "away.open"
AWAY_REMOVE = "away.remove"
DIGEST_STOP = "digest.stop"
NUDGE_STOP = "nudge.stop"
DIGEST_START = "digest.start"
NUDGE_START = "nudge.start"
DIGEST_SHOW = "digest.show"  # of a discreet message, in its place
DIGEST_HIDE = "digest.hide"
NUDGE_SHOW = "nudge.show"
NUDGE_HIDE = "nudge.hide"
WEEK_QUIET = "week.quiet"  # there was nothing in it, and that is an answer
WEEK_UNDO = "week.undo"
SUMMARY_OPEN = "summary.open"  # a draft about oneself; the value says of when and for whom
SUMMARY_CHOICES = ("summary.span", "summary.since", "summary.audience", "summary.person")  # in its window
SUMMARY_TEXT = "summary.text"  # the draft itself, told while it is typed
SUMMARY_TYPED = "summary.typed"  # shows what was typed into one before
SUMMARY_ANEW = "summary.anew"  # written from what is chosen, instead of what was typed
SUMMARY_EDIT = "summary.edit"  # from the text ready to be copied back to where it is edited
SUMMARY_DM = "summary.dm"  # only leads to a conversation of the member's own
SUMMARY_SENT = "summary.sent"
SUMMARY_UNDO = "summary.undo"
PRIVACY_OPEN = "privacy.open"
PRIVACY_EXPORT = "privacy.export"
PRIVACY_DELETE = "privacy.delete"
OFFER_WIN = "offer.win"  # under a DM in plain words: save it as a win
OFFER_TALK = "offer.talk"
OFFER_NO = "offer.no"
SAMPLES_ADD = "samples.add"
SAMPLES_WIPE = "samples.wipe"

# Events
EVENTS = (
    "reaction_added",
    "reaction_removed",
    "app_home_opened",
    "message",
    "app_uninstalled",
    "tokens_revoked",
    "user_change",
)

# Metadata on automatic messages (message.metadata.event_type)
METADATA_DIGEST = "vouch_digest"
METADATA_NUDGE = "vouch_nudge"
METADATA_MESSAGE = "vouch_message"
