/** On a busy machine jest's 5 s fail sound tests; this limit is there for those that hang. */
jest.setTimeout(180_000);
