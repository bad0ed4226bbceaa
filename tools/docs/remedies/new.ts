/** What to do about diagnostics of `otform new` and `otform import -generate`. */
export const NEW_REMEDIES: Readonly<Record<string, string>> = {
  'new-answers': 'An answer is for no field, or not among the values that the field takes. Nothing was sent.',
  'new-answers-file': 'The file of answers is missing or no JSON object. Nothing was sent.',
  'new-declared': 'The program declares a job of this name. Choose another name.',
  'new-file-exists':
    'The code would overwrite a file. Choose another name, or another file with `-out=FILE`.',
  'new-file-write':
    'The job is in the state; only its code could not be written. Run the same command again with `-out=-`, which prints it.',
  'new-hcl-backend':
    'The configuration keeps its state in a backend, and otform writes only to a state in the folder. The message has two ways out.',
  'new-name': 'The name cannot be used in an address. Letters, digits, `-` and `_` can.',
  'new-nothing-made': 'OpenTrain made no draft; its own message stands above.',
  'new-source-empty': 'The description is empty. Nothing was sent.',
  'new-source-unreadable': 'The file with the description cannot be read. Nothing was sent.',
  'new-source-encoding': 'The file is not UTF-8. Convert it, e.g. `iconv -t UTF-8`.',
  'new-would-change-more':
    'An earlier draft of this name was made from something else. Choose another name, or go on with that draft.',
  'generate-name-taken': 'The name belongs to another job of the state. Choose another one.',
  'generate-not-found': 'The account has no job with this ID. Check the ID, and whose token is in use.',
  'generate-would-write':
    'A bug in otform: the code would change the job that it was made from. Nothing was sent. Please report it.',
};
