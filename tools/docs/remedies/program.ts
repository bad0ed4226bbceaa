/** What to do about diagnostics of the program, its stacks and variables. */
export const PROGRAM_REMEDIES: Readonly<Record<string, string>> = {
  'project-file-missing': 'Run in the project’s folder, with `-chdir=DIR`, or start one: `otform init`.',
  'project-file-invalid': '`cdktf.json` is no JSON object of the known shape. The message has the place.',
  'project-file-unreadable': 'The file is there and cannot be read. Check its rights.',
  'project-file-no-app':
    '`cdktf.json` has no `app`. Add `"app": "node --import otform/register main.ts"`, or give `--app`.',
  'program-failed':
    'The program threw, or synthesis found mistakes. They stand in the message, all at once. Nothing was changed.',
  'program-wrote-nothing': 'The program ended without `app.synth()`, or wrote to another folder.',
  'output-folder':
    'The output folder cannot be written. Check rights and space, or set `output` in `cdktf.json`.',
  'manifest-unreadable':
    'The folder given with `--synthesized` holds no `manifest.json`. Give the `cdktf.out` folder itself.',
  'manifest-invalid': '`manifest.json` is not what CDKTF writes. Synthesise again.',
  'stack-name-unsafe':
    'The stack’s name would lead out of the folder when used as a file name. Rename the stack.',
  'stack-path-outside': 'The manifest names a file outside its folder. Synthesise again.',
  'stack-file-missing': 'The manifest names a stack whose file is not there. Synthesise again.',
  'stack-file-unreadable': 'The stack’s file cannot be read. Check its rights, synthesise again.',
  'no-stacks': 'The program declares no `TerraformStack`.',
  'stack-ambiguous': 'The program has several stacks. Name one: `otform plan STACK`.',
  'stack-unknown': 'No stack has this name. The message lists those there are.',
  'construct-annotation':
    'The program annotated a construct with an error or warning. It is the program’s own text.',
  'invalid-stack-file': 'The stack’s file is no Terraform JSON. Synthesise again.',
  'invalid-block':
    'A block of the stack has not the form it must have. Look at overrides and escape hatches in the program.',
  'invalid-expression': 'An expression in the stack cannot be read. The message has the place.',
  'unsupported-expression':
    'The embedded engine does not evaluate this expression. Run the stack with the `terraform` command in the message: the state file is the same.',
  'unsupported-block':
    'The embedded engine does not run this block. Use the `terraform` command in the message.',
  'unsupported-backend':
    'The stack keeps its state in a backend that Terraform serves. Use the `terraform` command in the message, or a local backend.',
  'foreign-resource':
    'The stack has a resource of another provider. Use the `terraform` command in the message.',
  'foreign-provider': 'The stack configures another provider. Use the `terraform` command in the message.',
  'foreign-resources-in-state':
    'The state holds resources of other providers; they are kept and left alone. Plan such a stack with Terraform.',
  'invalid-resource-type': 'The provider has no such resource. Check the type.',
  'unsupported-argument':
    'The resource has no such argument. Check the spelling; keys that only OpenTrain knows go into `extraFields`.',
  'unsupported-attribute': 'A reference names an attribute that the resource does not have.',
  'missing-required-argument': 'An argument that must be there is missing. Add it.',
  'read-only-argument': 'The attribute is filled in by OpenTrain. Take it out of the program.',
  'incorrect-attribute-type': 'The value is of the wrong type. The message has what was expected.',
  'invalid-reference': 'A reference leads nowhere. Check name and index.',
  'undeclared-reference': 'A reference names something that the stack does not declare.',
  'invalid-count':
    '`count` is no whole number, or known only after apply. Apply what it depends on first, with `-target`.',
  'invalid-for-each':
    '`for_each` is no map or set, or known only after apply. Apply what it depends on first, with `-target`.',
  'self-reference': 'A block refers to itself. Break the circle.',
  'dependency-cycle': 'Blocks depend on each other in a circle. The message lists it; break it at one place.',
  'sensitive-output': 'An output shows a sensitive value. Mark it `sensitive`, or do not output it.',
  'data-not-found': 'The data source found nothing under this ID. Check the ID and the token’s account.',
  'no-value-for-variable': 'Give the variable: `-var NAME=VALUE`, `-var-file=FILE`, or `TF_VAR_NAME`.',
  'invalid-variable-value': 'The value does not fit the variable’s type.',
  'invalid-variable-type': 'The variable’s type expression cannot be read.',
  'invalid-variables-file': 'The variables file is missing or cannot be read as HCL or JSON values.',
  'undeclared-variable': 'The program declares no such variable. Check the spelling.',
  'targeting-in-effect':
    'The plan leaves out changes because of `-target` or `-exclude`. Plan again without them when the exception is over.',
  'applied-incomplete':
    'What `-target` or `-exclude` left out has not been applied. `otform plan` shows what is left.',
  'instance-cannot-be-destroyed':
    '`prevent_destroy` stands in the way. Take it out if the job may be closed, or take the change back.',
  'unknown-target': 'The address of `-target` fits nothing. `otform state list` shows the addresses.',
  'unknown-exclude': 'The address of `-exclude` fits nothing. `otform state list` shows the addresses.',
  'unknown-replace': 'The address of `-replace` fits nothing. `otform state list` shows the addresses.',
  'unknown-address': 'Nothing has this address. `otform state list` shows the addresses.',
  'already-managed':
    'The address has a job in the state already, or the job another address. Move it: `otform state mv`.',
  'import-not-found': 'No job of the account has this ID, so there is nothing to import.',
  'import-without-configuration': 'Declare the resource first, then import into its address.',
  'invalid-import-id': 'The ID is empty or known only after apply. Write the job’s ID.',
  'invalid-import-target': 'An import block needs the address of one resource.',
  'unsupported-move': 'A moved block leads between things that cannot be moved into each other.',
  'moved-object-exists': 'The old address of a moved block is still declared. Remove one of them.',
  'unresolved-move': 'Two objects would end at one address. Move one of them by hand: `otform state mv`.',
  'invalid-move': 'Source and destination of `state mv` do not go together. Nothing was changed.',
  'invalid-removed': 'A removed block names no resource.',
  'removed-still-declared':
    'A removed block names a resource that the program still declares. Remove one of them.',
  'stale-plan':
    'Program, variables or state have changed since the plan was saved. Make a new plan, look at it, apply it.',
  'token-in-plan':
    'A variable holds a token, and a saved plan would keep it. Leave it out of the program: `OT_API_TOKEN`, or `otform auth login`.',
  'interrupted-create-adopted':
    'A create of an interrupted run had succeeded; its job is in the state now. Where the program no longer declares it, the next plan closes it.',
  'inconsistent-final-plan': 'A bug in otform: the plan changed while it was applied. Please report it.',
  'inconsistent-result':
    'A bug in otform: the result is not what was planned. The state holds the result. Please report it.',
  'missing-state-after-apply':
    'A bug in otform: an apply gave no state. Import the job that the message names. Please report it.',
  'unexpected-error': 'A bug in otform. What was done is in the journal; run again, and please report it.',
};
