import { differencesOf } from './rule-difference';

it('tells what is added, dropped and changed, by pointer in ascending order', () => {
  const from = { same: '1', b: { x: '1', 'y/~': '2' }, gone: '3' };
  const to = { same: '1', b: { x: '2', 'y/~': '2', new: '4' } };
  expect(differencesOf(from, to)).toEqual([
    { pointer: '/b/new', from: null, to: '4' },
    { pointer: '/b/x', from: '1', to: '2' },
    { pointer: '/gone', from: '3', to: null },
  ]);
  expect(differencesOf({ b: { 'y/~': '1' } }, { b: { 'y/~': '2' } })).toMatchObject([
    { pointer: '/b/y~1~0' },
  ]);
  expect(differencesOf(from, from)).toEqual([]);
});

it('tells a value from an object in its place', () => {
  expect(differencesOf({ weights: 'equal' }, { weights: { DEU: '2' } })).toEqual([
    { pointer: '/weights', from: 'equal', to: null },
    { pointer: '/weights/DEU', from: null, to: '2' },
  ]);
});
