import { WritesAndLog1763769600001 } from './1763769600001-writes-and-log';
import { MembersAndMaterials1763769600002 } from './1763769600002-members-and-materials';
import { Books1763769600003 } from './1763769600003-books';
import { DisruptionsAndAwards1763769600004 } from './1763769600004-disruptions-and-awards';
import { CompactBooks1763769600005 } from './1763769600005-compact-books';
import { GroupCommit1763769600006 } from './1763769600006-group-commit';
import { PledgesBaselinesForms1763769600007 } from './1763769600007-pledges-baselines-forms';
import { Lots1763769600008 } from './1763769600008-lots';
import { Imports1763769600009 } from './1763769600009-imports';
import { LotOrigins1763769600028 } from './1763769600028-lot-origins';
import { BooksPost1763769600029 } from './1763769600029-books-post';
import { LeanEntries1763769600031 } from './1763769600031-lean-entries';
import { PlainTransfers1763769600032 } from './1763769600032-plain-transfers';
import { LeanLog1763769600033 } from './1763769600033-lean-log';
import { GramsUnderWay1763769600035 } from './1763769600035-grams-under-way';
import { WaivedAwards1763769600037 } from './1763769600037-waived-awards';
import { Simulations1763769600038 } from './1763769600038-simulations';
import { ShortStatements1763769600039 } from './1763769600039-short-statements';
import { Decisions1763769600041 } from './1763769600041-decisions';
import { DecisionClock1763769600045 } from './1763769600045-decision-clock';
import { Notices1763769600046 } from './1763769600046-notices';
import { ReleaseOrders1763769600050 } from './1763769600050-release-orders';
import { InstalmentsOfDebts1763769600051 } from './1763769600051-instalments-of-debts';

/** Every migration, oldest first. A merged one is never edited (tests/tidy keeps their sums). */
export const MIGRATIONS = [
  WritesAndLog1763769600001,
  MembersAndMaterials1763769600002,
  Books1763769600003,
  DisruptionsAndAwards1763769600004,
  CompactBooks1763769600005,
  GroupCommit1763769600006,
  PledgesBaselinesForms1763769600007,
  Lots1763769600008,
  Imports1763769600009,
  LotOrigins1763769600028,
  BooksPost1763769600029,
  LeanEntries1763769600031,
  PlainTransfers1763769600032,
  LeanLog1763769600033,
  GramsUnderWay1763769600035,
  WaivedAwards1763769600037,
  Simulations1763769600038,
  ShortStatements1763769600039,
  Decisions1763769600041,
  DecisionClock1763769600045,
  Notices1763769600046,
  ReleaseOrders1763769600050,
  InstalmentsOfDebts1763769600051,
];
