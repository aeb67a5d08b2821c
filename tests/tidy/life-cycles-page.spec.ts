import { LIFE_CYCLES_PAGE, lifeCyclesPage } from '../support/life-cycles-page';
import { texts } from './repository';

it('draws every life cycle as the code has it', () => {
  const page = texts().find(({ path }) => path === LIFE_CYCLES_PAGE)?.text;
  expect(page).toBe(lifeCyclesPage());
});
