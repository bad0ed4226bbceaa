/** What to do about diagnostics that only Terraform and OpenTofu show. */
export const PLUGIN_REMEDIES: Readonly<Record<string, string>> = {
  'create-still-running':
    'A provider process of an interrupted run still creates this job. Wait until it has ended, apply again: it is taken over.',
  'create-unconfirmed':
    'A job with exactly this content was made before, and no state was seen to hold it. Plan once without `-target` and apply, or import it as shown.',
  'create-not-settled':
    'An interrupted create waits for the apply that takes it over. Usually nothing is to be done; the message has the other cases.',
  'intent-log-unwritable':
    'The record that keeps creates from happening twice cannot be written, so nothing was created. Make the working folder writable.',
  'move-unsupported': 'Only `opentrain_job` moves into `opentrain_job`.',
  'not-listable': 'This type cannot be listed. `opentrain_job` can.',
  'plugin-bug':
    'A bug in the provider. Run again with `TF_LOG=trace` and report it; tokens are masked there.',
  'provider-not-configured': 'The provider block could not be used. Its own message stands above.',
  'state-too-new':
    'A newer provider wrote the state. Install it: `otform provider install` of that version, then `terraform init -upgrade`.',
  stopped:
    'Terraform was interrupted and asked the provider to stop. What was in flight was finished and recorded. Apply again.',
  'unknown-resource-type': 'The provider has no such resource. Check the type, and the provider’s version.',
  'unknown-ephemeral-resource':
    'The provider has no such ephemeral resource. Check the type, and the provider’s version.',
  'unknown-data-source': 'The provider has no such data source. Check the type, and the provider’s version.',
};
