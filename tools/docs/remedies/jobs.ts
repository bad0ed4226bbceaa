/** What to do about diagnostics of jobs, by code: those of `plan` and `apply`, in either engine. */
export const JOB_REMEDIES: Readonly<Record<string, string>> = {
  'publish-field-missing':
    'OpenTrain wants a field before it publishes. The job stays a draft. Add the line that the message shows, apply again: only that field is sent.',
  'publish-not-ready':
    'OpenTrain calls the draft not ready and names no field. Open the draft by its URL, see what the app asks for, declare it, apply again.',
  'publish-blocked':
    'Moderation refused the text. The job stays a draft, nothing is public. Change the wording that the reasons name, apply again.',
  'live-edit-blocked':
    'Moderation refused an edit of a live job. The edit **was applied**, and the job is a draft again. Change the wording, apply: it is patched and published again.',
  'publish-quota':
    'The account has used up its publishes of 24 hours (20, or 3 before it is claimed). Everything else was done. Apply again later; nothing has to be changed.',
  'publish-warning':
    'The job is live; OpenTrain remarked something about it. Read it, there is nothing to repeat.',
  'publish-not-undone':
    '`publish` was turned off for a job that is live. There is no unpublish: leave it live, or close it by removing it from the program.',
  'draft-left':
    'OpenTrain refused to close a draft. The draft is left, no longer in the state. Discard it in the app by the URL in the message.',
  'edit-not-possible':
    'The job is under way, held for approval or closed, and OpenTrain takes no edits then. Undo the change, add the field to `ignore_changes`, or post a new job with `-replace=ADDRESS`.',
  'imported-job-edited':
    'After an import nobody can see whether your fields differ, so the apply sends them to the live job, which is moderated again. Take a field out of the program to leave it as it is.',
  'edits-wait':
    'A job of an interrupted run was taken over. The rest of its fields is sent by the next apply.',
  'job-is-over':
    'The job was closed or completed outside the program. It is never posted again by itself: `otform apply -replace=ADDRESS` posts it anew, removing it from the program drops it.',
  'job-gone':
    'The account no longer has this job. The plan creates it anew. If it should not come back, remove it from the program.',
  'job-not-found':
    'No job of this account has the ID. Check the ID, and whose token is in use: `otform auth status`.',
  'job-not-listed-yet':
    'A job made a moment ago is not in the account’s list yet. It is kept. Plan again in a few minutes.',
  'job-exists':
    'The idempotency key already belongs to another job. If it is yours and the state was lost, import it as shown; if the program was copied, give the copy another key.',
  'key-used':
    'OpenTrain knows the idempotency key from another text and refuses it for this one. If that job is yours and the state was lost, import it; otherwise set another `idempotencyKey`.',
  'job-recovered':
    'A job made from this state was missing from it, and is managed again. No second one was made.',
  'lookalike-job':
    'The state is empty, and the account has a job with this title. Nothing was sent. If the state was lost, restore it or import the job; if both are wanted, give the new one another title.',
  'interrupted-create-unclear':
    'A create was cut off more than an hour ago, and several jobs may be its result. Import the right one, or give the job another `idempotencyKey`.',
  'live-job-without-address':
    'A run under Terraform was killed between publishing a job and writing the state, and the text was edited since. Import the job where it belongs, or close it in the app; then apply again. With an `idempotency_key` this cannot happen.',
  'made-from-older-text':
    'A job taken over from an interrupted run was drafted from the text of then. Look at it; `-replace=ADDRESS` posts it from the new text.',
  'too-many-generations':
    'The key leads to closed jobs again and again. Set another `idempotencyKey` for this job.',
  'other-account':
    'The state was made with a token of another account. Nothing is planned, because all jobs would look gone. Use a token of the first account.',
  'suspected-drift':
    'Somebody changed the job in the app, and OpenTrain does not show what. Look at it; `otform apply -reassert` sends your declared fields again.',
  'nothing-to-draft-from': 'A draft needs a text. Declare `source`, or `jobTitle` and `jobDescription`.',
  'enum-not-allowed': 'The server does not take this value. Use one of those it lists in the message.',
  'enum-not-known':
    'This version does not know the value; the server decides. A typo is likely where a similar value is named.',
  'update-key-not-allowed':
    'A key in `extraFields` is none that the server takes. Correct it; `otform capabilities` lists them.',
  'extra-field-known': 'The key has an attribute of its own. Move it out of `extraFields`.',
  'extra-fields-malformed':
    '`extra_fields` takes one JSON object as text. In HCL, write `jsonencode({ … })`.',
  'two-prices':
    'More than one price is declared. Keep the one that belongs to the payment type, or use `pay`.',
  'price-mismatch': 'The price belongs to another payment type. Set the price that the message names.',
  'number-not-whole': 'This field counts people. Declare a whole number.',
  'number-out-of-range': 'The number is zero, negative or beyond what JSON carries exactly. Correct it.',
  'number-too-precise':
    'The number has more digits than a JSON number keeps, so it would come back as another one. Round it.',
  'text-empty':
    'An empty text would clear the field on OpenTrain or be refused. Leave the field out instead.',
  'on-destroy-value': '`onDestroy` is `close` or `abandon`.',
  'source-not-one': 'Set exactly one of `text`, `canonical`, `schemaOrg`, `indeedXml`, `hrXml`.',
  'source-empty': 'The source is empty. Give it its text; a file that could not be read often ends up so.',
  'source-too-long': 'OpenTrain takes at most 60,000 characters. Shorten the text.',
  'source-long':
    'The source is longer than what is documented for texts; OpenTrain may refuse it. Shorten it if it does.',
  'source-malformed': 'The document is not well-formed. The message has line and column of the first fault.',
  'source-incomplete': 'The document lacks a part that its format requires. The message names it.',
  'source-not-one-job': 'The document holds several jobs, or none. Give each job its own.',
  'source-says-nothing':
    'The document has its parts, and no words in them. Check where its content was lost.',
  'provider-unknown':
    'An argument of the provider is known only after apply. Give it a value that is known at plan time.',
  'base-url':
    'The server’s address is no https origin, nor on this machine. Correct `base_url`, `-base-url` or `OT_API_BASE_URL`.',
  'proposals-status': 'The data source takes one of the listed proposal statuses.',
  'proposals-limit': 'The data source takes a whole number of 1 or more.',
};

/** Failed calls. The message has the request ID that OpenTrain's support asks for. */
export const API_REMEDIES: Readonly<Record<string, string>> = {
  'api-authentication':
    'The token is missing, mistyped, expired or revoked. Make one in the app and run `otform auth login`. A completed claim ends all earlier tokens: `otform auth claim` fetches the new one.',
  'api-permission':
    'The token lacks a scope, the account lacks a feature, or a person has to claim the account first. The message says which.',
  'api-moderation-blocked': 'Moderation refused the text. Change what the reasons name, apply again.',
  'api-not-publish-ready': 'The draft lacks fields. Declare them, apply again.',
  'api-invalid-request': 'OpenTrain refused a value. The message stands at the attribute it is about.',
  'api-not-found':
    'OpenTrain does not know the job under this token. `otform auth status` shows whose token it is.',
  'api-wrong-state':
    'The job’s status does not allow the call any more. Plan again: it reads the status anew.',
  'api-publish-quota': 'The publishes of 24 hours are used up. Apply again later.',
  'api-rate-limited':
    'OpenTrain kept answering “too many requests” for as long as otform waits. Wait, or lower `-parallelism`.',
  'api-server': 'OpenTrain failed several times in a row. Apply again later; what was done is in the state.',
  'api-connection': 'No connection came about, so nothing was sent. Check network, proxy and address.',
  'api-outcome-unknown':
    'A request left and no answer came back, so it may have been carried out. Apply again: it finds out before it does anything.',
  'api-contract':
    'The answer is not what the documentation promises. `otform doctor -contract` compares; a newer otform may know the change.',
  interrupted: 'The run was stopped. What was in flight was finished and recorded; run it again to go on.',
};
