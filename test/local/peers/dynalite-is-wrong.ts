/** A thing that dynalite 4.0.0 does otherwise than AWS, seen by one request to a table `peers` that holds `item`. */
export interface WrongAnswer {
  readonly what: string;
  /** The page of AWS that says so. */
  readonly page: string;
  readonly action: string;
  readonly input: object;
  /** A part of each answer. */
  readonly ours: object;
  readonly theirs: object;
}

const api = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const item = { pk: { S: 'a' }, sk: { N: '1' } };

const unknown = { __type: 'com.amazon.coral.service#UnknownOperationException' };
const constraint =
  "at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]";

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    what: 'does not show the item of a failed condition',
    page: `${api}/API_PutItem.html`,
    action: 'PutItem',
    input: {
      TableName: 'peers',
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
    ours: { Item: item },
    theirs: { message: 'The conditional request failed' },
  },
  {
    what: 'has no transactions',
    page: `${api}/API_TransactWriteItems.html`,
    action: 'TransactWriteItems',
    input: { TransactItems: [{ Delete: { TableName: 'peers', Key: { pk: { S: 'b' }, sk: { N: '1' } } } }] },
    ours: {},
    theirs: unknown,
  },
  {
    what: 'sets no time to live',
    page: `${api}/API_UpdateTimeToLive.html`,
    action: 'UpdateTimeToLive',
    input: { TableName: 'peers', TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } },
    ours: { TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } },
    theirs: unknown,
  },
  {
    what: 'asks three characters of a name where an ARN may stand, which needs one',
    page: `${api}/API_GetItem.html`,
    action: 'GetItem',
    input: { TableName: '', Key: item },
    ours: {
      message:
        "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    },
    theirs: {
      message:
        "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    },
  },
  {
    what: 'takes an empty batch for a short one; AWS misses what is required',
    page: `${api}/API_BatchWriteItem.html`,
    action: 'BatchWriteItem',
    input: { RequestItems: {} },
    ours: { message: 'The requestItems parameter is required for BatchWriteItem' },
    theirs: {
      message:
        "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    },
  },
  {
    what: 'quotes a refused list as JSON rather than as `name=value`',
    page: `${api}/API_BatchWriteItem.html`,
    action: 'BatchWriteItem',
    input: { RequestItems: { peers: [] } },
    ours: { message: `1 validation error detected: Value '{peers=[]}' ${constraint}` },
    theirs: { message: `1 validation error detected: Value '{"peers":[]}' ${constraint}` },
  },
];
