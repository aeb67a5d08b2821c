/** These tests start servers and processes on busy machines; jest's 5 s are for unit tests. */
jest.setTimeout(180_000);
