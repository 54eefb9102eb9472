// What the expansion is made of, so that a model's file needs one import.
@_exported public import DynamoDB
@_exported public import TableTheoryModels
