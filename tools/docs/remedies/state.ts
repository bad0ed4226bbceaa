/** What to do about diagnostics of state, lock, journal and plan files. */
export const STATE_REMEDIES: Readonly<Record<string, string>> = {
  'state-locked':
    'Another run works on the stack. Wait for it (`-lock-timeout=2m`). If it is dead for sure: `otform force-unlock ID`.',
  'state-lock-not-held':
    'The lock was taken away during the run, by `force-unlock` perhaps. The state was saved as the message says.',
  'state-wrong-lock-id': 'The state is locked under another ID. Use the one that the refused run printed.',
  'state-serial-conflict':
    'Somebody else wrote the state meanwhile. Ours went to `errored.tfstate`: compare, then `otform state push errored.tfstate`.',
  'state-wrong-lineage':
    'The file belongs to another state. Check the folder; `state push -force` overrules it, and forgets the jobs of the other.',
  'state-corrupt':
    'The file is damaged. Restore it: the version before is beside it as `.backup`. A damaged journal is explained in the message.',
  'state-truncated':
    'The file ends in the middle, as after a full disk. Restore it from `.backup` or your version control.',
  'state-future-version': 'A newer otform or Terraform wrote the file. Use that version, or a newer one.',
  'state-legacy-version':
    'The file is older than format 4. Open it once with Terraform 0.13 or later, which upgrades it.',
  'state-not-state': 'The file is no Terraform state. Check the path.',
  'state-not-plan': 'The file is no plan saved by `otform plan -out`. Check the path.',
  'state-terraform-plan': 'Terraform saved this plan; only `terraform apply` carries it out.',
  'state-too-large': 'The file is larger than any state of jobs is. Check the path.',
  'state-unreadable': 'The file cannot be read. Check path and rights.',
  'state-unwritable':
    'The file cannot be written. Check rights and space. What happened is in the journal or in `errored.tfstate`, as the message says.',
  'state-schema-version': 'A newer otform wrote this resource. Use that version.',
  'journal-left': 'An earlier run was cut off. `otform apply` settles it; after that, repeat this command.',
  'no-state': 'There is no state yet: nothing was applied here.',
  'address-unknown': 'The state has no such address. `otform state list` shows those there are.',
};

/** What to do about diagnostics of single commands. */
export const COMMAND_REMEDIES: Readonly<Record<string, string>> = {
  'approval-needed': 'Nobody can be asked. Approve beforehand: `-auto-approve`, or apply a saved plan.',
  chdir: 'The folder given with `-chdir` does not exist.',
  'file-unreadable': 'The file cannot be read. Check path and rights.',
  'plan-file-missing': 'The plan file does not exist. Make it first: `otform plan -out=FILE`.',
  'output-unknown': 'The stack has no such output. The message lists those there are.',
  'output-not-raw': '`-raw` prints one text, number or bool. Use `-json` for anything else.',
  'not-a-job': 'The address is no job. Give the address of an `opentrain_job`.',
  'init-exists':
    'A project is here already. Nothing was written. Start in another folder: `otform init DIR`.',
  'init-write': 'The folder cannot be written. Check rights and space.',
  'package-missing':
    '`cdktf` or `constructs` is not installed beside otform: `npm install cdktf constructs`.',
  'demo-step': 'A step of the demo failed; its own message stands above.',
  'simulator-start': 'The simulator could not start: the port is in use, or the data folder cannot be read.',
  'simulator-and-url': '`--simulator` and `-base-url` name two servers. Leave one out.',
  'provider-install': 'The provider could not be copied. Choose a folder that you may write to: `-dir=DIR`.',
  'provider-missing':
    'The package lacks the built provider. In a checkout: `npm run build`; else install otform again.',
  'open-url':
    'The URL in the state belongs to another server than the one in use, so it is not opened. Name its server with `-base-url`.',
  'open-no-url': 'The job has no such page, or its URL is not known. A draft has no public page.',
  internal: 'A bug in otform. Run again with `OTFORM_LOG=trace` and report what it prints.',
};

/** What to do about diagnostics of `otform auth` and of credentials. */
export const ACCOUNT_REMEDIES: Readonly<Record<string, string>> = {
  'token-missing':
    'No token was found. Set `OT_API_TOKEN`, run `otform auth login`, or try `--simulator`, which needs none.',
  'token-malformed':
    'The text is no API token. Tokens begin with `ot_pat_`; look for blanks and missing letters.',
  'token-kind': 'This is another kind of token. Make an API key in the app: Settings, API keys.',
  'token-refused':
    'OpenTrain does not accept the token, or made no new one. The message says what still works.',
  'token-in-use': 'That is the token in use. `otform auth revoke -current` says so on purpose.',
  'token-on-command-line':
    'Other users can see arguments. Give the ID of the token; `otform auth tokens` lists them.',
  'token-not-saved':
    'The token in use comes from the environment; only a saved one can be rotated. `otform auth login` saves it.',
  'token-id-unknown':
    'The server does not say which token is in use, so it cannot be replaced safely. Rotate it in the app.',
  'old-token-alive':
    'The new token is saved, the old one still works. Revoke it with the command in the message.',
  'rotation-undone': 'The token was not rotated. The old one is in use as before.',
  'credentials-exist': 'Credentials are saved already, and would be lost. Log out first, or use `-force`.',
  'credentials-file': 'The credentials file cannot be read or used. The message says what is wrong with it.',
  'account-unknown':
    'The saved account cannot be read. Correct or delete the credentials file, then log in again.',
  'nothing-to-claim': 'No registration is saved here. `otform auth register` makes one.',
  'claim-other-server': 'The saved claim belongs to another server. Give `-base-url` of that one.',
  'claim-attempt-over': 'The code has expired. `otform auth claim` shows a new one.',
  'claim-window-over': 'The time to claim the account is over. Register a new one.',
  'claim-denied': 'The person declined. `otform auth claim` starts again.',
  'claim-timed-out':
    'Nobody has claimed the account within the time. Run `otform auth claim` again to go on waiting.',
  'claim-token-gone':
    'The token of the claim was fetched before, or is lost. The person can make one in the app.',
  'claim-token-lost':
    'Saved credentials of an account that waits to be claimed would be lost. Claim it first, or use `-force`.',
};
