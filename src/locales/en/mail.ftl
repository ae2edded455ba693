# Mail: what waits, what was sent, what became of it
mail-title = Mail
mail-letters = Ledger of letters
mail-caption = All letters, the newest first
mail-none = No letter matches.
mail-all = All
mail-states = By state
mail-count = { $state } { $count }
mail-search = Name, address, subject or key
mail-find = Find
mail-subject = Subject
mail-to = To
mail-status = State
mail-at = When
mail-error = Why it did not leave
mail-attempts = Attempts
mail-key = Key
mail-files = Attachments
mail-words = The letter
mail-unwritten = This letter is written when it leaves, from what is known then.
mail-way = What happened
mail-said = What the mail server said
mail-by = Who
mail-by-itself = By itself
mail-state-queued = Waiting
mail-state-claimed = About to leave
mail-state-handed = On its way
mail-state-sent = Taken by the server
mail-state-failed = Failed
mail-state-unknown = Unknown
mail-state-held = Held back
mail-state-dropped = Not needed any more
mail-state-word = A letter's state is one of queued, claimed, handed, sent, failed, unknown, held, dropped.
mail-retry = Send again
mail-retried = It waits again, under the same Message-ID.
mail-retry-state = This letter is “{ $state }” and cannot be sent again; only one that failed, is unknown, held back or not needed any more can.
mail-hold = Hold this letter back
mail-held-one = It is held back and does not leave by itself.
mail-hold-state = This letter is “{ $state }” and cannot be held back; only one that waits can.
mail-switch = Switch
mail-switch-open = Mail leaves.
mail-switch-held = All mail has been held since { $since } by { $by }. Reason: { $reason }
mail-switch-elsewhere = This database was copied or restored from elsewhere and may not send from here yet; all mail is held. When you are sure, release it.
mail-switch-unknown = The switch is held or open.
mail-switched = The switch has been thrown.
mail-hold-all = Hold all mail
mail-release = Release mail
mail-reason = Reason
mail-test = Send myself a test letter
mail-test-posted = The test letter waits to go to { $address }; this page shows what becomes of it.
mail-test-again = A test letter was posted a moment ago; please wait a little.
mail-test-address = { $address } is no address that mail servers generally take; please change it under People first.
mail-test-subject = [Groundwork] Test letter
mail-test-text =
    { $name },

    this is a test letter from Groundwork. That you read it means that the mail settings are right.

    A machine wrote this letter; please do not answer it.
deed-mail-retry = sent a letter again
deed-mail-hold = held a letter back
deed-mail-switch = threw the mail switch
deed-mail-test = sent a test letter
subject-letter = Letter
subject-mail = Mail
nav-mail = Mail
mail-command-held = All mail is held; release it with groundwork mail release.
mail-command-released = Mail leaves again, also from this machine.
