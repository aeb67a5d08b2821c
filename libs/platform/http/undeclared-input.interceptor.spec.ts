import { Body, createParamDecorator, Query, type ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import { EMPTY } from 'rxjs';
import { ValidationError } from './problem';
import { UndeclaredInputInterceptor } from './undeclared-input.interceptor';

const interceptor = new UndeclaredInputInterceptor();
const decorate = (factory: ParameterDecorator, route: object): void => factory(route, 'handle', 0);

class Route {
  handle(): void {}
}

function routeTaking(parameter: ParameterDecorator): new () => Route {
  class Taking extends Route {}
  decorate(parameter, Taking.prototype);
  return Taking;
}

function contextOf(route: new () => Route, request: object): ExecutionContext {
  return new ExecutionContextHost([request], route, new route().handle);
}

const isTaken = (route: new () => Route, request: object): boolean => {
  try {
    interceptor.intercept(contextOf(route, request), { handle: () => EMPTY });
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
};

it.each([
  [Query(), { query: { a: '1' } }, { body: { a: '1' } }],
  [Body(), { body: { a: '1' } }, { query: { a: '1' } }],
])('takes what a route declares and nothing else', (parameter, declared, undeclared) => {
  const route = routeTaking(parameter);
  expect([isTaken(route, declared), isTaken(route, undeclared)]).toEqual([true, false]);
});

it('takes nothing for a decorator of our own, whatever the framework happens to call it', () => {
  // Each has a random hexadecimal name; one in some twenty begins like the key of a query or body.
  const routes = Array.from({ length: 1_000 }, () => routeTaking(createParamDecorator(() => 1)()));
  for (const input of [{ query: { a: '1' } }, { body: { a: '1' } }, { body: [] }]) {
    expect(routes.filter((route) => isTaken(route, input))).toEqual([]);
  }
});
