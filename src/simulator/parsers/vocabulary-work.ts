/**
 * Words of annotation work. The values of `labelTypes`, `dataType` and `labelingSoftware` are not documented as lists;
 * those marked `seen` stand on public pages, the others are our guess and come out as low confidence.
 */

/** People one can hire, singular and plural. */
export const PEOPLE = new Set<string>();
for (const word of 'trainer annotator labeler labeller worker freelancer contractor rater reviewer transcriber transcriptionist translator expert specialist linguist evaluator contributor tasker tutor writer speaker engineer developer programmer professional candidate hire opening position vacancy checker moderator curator collector native radiologist doctor nurse physician lawyer teacher student scientist mathematician biologist chemist physicist'.split(
  ' ',
)) {
  PEOPLE.add(word);
  PEOPLE.add(word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`);
}
PEOPLE.add('people').add('person').add('persons').add('freelance');

/** What a unit of data is: its kind of data, and whether counting it as files is a guess. */
export interface DataNoun {
  readonly dataType?: string;
  readonly unsure?: true;
}

/** Plural nouns that a data volume counts as `NUMBER_OF_FILES`. */
export const DATA_NOUNS: ReadonlyMap<string, DataNoun> = new Map([
  ...nouns('IMAGE', 'images photos photographs pictures screenshots scans x-rays'),
  ...nouns('VIDEO', 'videos clips frames'),
  ...nouns('AUDIO', 'recordings calls utterances'),
  ...nouns(
    'TEXT',
    'texts tweets reviews sentences messages prompts conversations dialogues tickets posts comments articles emails queries responses questions',
  ),
  ...nouns('DOCUMENT', 'documents pdfs invoices receipts contracts forms pages'),
  ...nouns(undefined, 'files records'),
  ...nouns(undefined, 'items samples rows entries examples tasks assets units', true),
]);

/** Singular of a data noun: "image" of "images". */
export function singular(plural: string): string {
  if (plural === 'entries' || plural === 'queries') return `${plural.slice(0, -3)}y`;
  return plural.endsWith('s') ? plural.slice(0, -1) : plural;
}

const KIND_WORDS = {
  IMAGE: 'image photo photograph picture screenshot imagery x-ray',
  VIDEO: 'video footage',
  AUDIO: 'audio speech voice podcast recording',
  TEXT: 'text tweet sentence prompt chat conversation',
  DOCUMENT: 'document pdf invoice receipt',
};

/** Words that name a kind of data. */
export const DATA_TYPE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(KIND_WORDS).flatMap(([type, words]) =>
    words.split(' ').flatMap((word): [string, string][] => [
      [word, type],
      [`${word}s`, type],
    ]),
  ),
);

/** Nouns that make "hours of …" a volume of recordings. */
export const RECORDING_WORDS = new Set(
  'audio video recording recordings recorded footage speech calls podcast podcasts interviews dialogue film media meetings'.split(
    ' ',
  ),
);

export interface LabelType {
  readonly value: string;
  /** Seen on a public page of the marketplace. */
  readonly seen: boolean;
  readonly phrases: readonly string[];
}

export const LABEL_TYPES: readonly LabelType[] = [
  label(
    'CLASSIFICATION',
    true,
    'classification,classify,classifying,classified,categorize,categorise,categorizing,categorization,into categories,sentiment',
  ),
  label('OBJECT_DETECTION', true, 'bounding box,bounding boxes,object detection,2d boxes'),
  label('POLYGON', true, 'polygon,polygons'),
  label('SEGMENTATION', true, 'segmentation,segment,segmenting,segmentation masks,pixel masks'),
  label('DATA_COLLECTION', true, 'data collection,collect,collecting'),
  label(
    'EVALUATION_RATING',
    true,
    'evaluation,evaluate,evaluating,rate,rating,ranking,rlhf,preference ranking',
  ),
  label('QUESTION_ANSWERING', true, 'question answering,q & a,answer questions'),
  label('ACTION_RECOGNITION', true, 'action recognition,activity recognition'),
  label('EMOTION_RECOGNITION', true, 'emotion recognition,emotion,emotions'),
  label('TRANSCRIPTION', false, 'transcription,transcribe,transcribing,transcripts'),
  label('TRANSLATION', false, 'translation,translate,translating'),
  label(
    'NAMED_ENTITY_RECOGNITION',
    false,
    'named entity recognition,named entities,named entity,ner,entity tagging',
  ),
  label('KEYPOINT', false, 'keypoint,keypoints,key point,key points,landmarks,pose estimation'),
];

/** Annotation tools as written by their makers; found by their lower-case words. */
export const TOOLS: readonly string[] = [
  'CVAT',
  'Labelbox',
  'Label Studio',
  'AWS SageMaker',
  'SageMaker',
  'Supervisely',
  'SuperAnnotate',
  'Roboflow',
  'Dataloop',
  'Encord',
  'Kili',
  'V7',
  'Prodigy',
  'Doccano',
  'Diffgram',
  'LabelMe',
  'ELAN',
  'Praat',
  'Audacity',
];

function nouns(dataType: string | undefined, words: string, unsure = false): [string, DataNoun][] {
  const noun: DataNoun = { ...(dataType ? { dataType } : {}), ...(unsure ? { unsure } : {}) };
  return words.split(' ').map((word) => [word, noun]);
}

function label(value: string, seen: boolean, phrases: string): LabelType {
  return { value, seen, phrases: phrases.split(',') };
}
