import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** National figures of one member, material and year, in grams; a later row revises an earlier. */
@Entity('baseline')
export class BaselineEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly period: string;
  @Column('text') readonly quality: 'A' | 'B' | 'C' | 'D';
  @GramsColumn() readonly consumption: bigint;
  @GramsColumn() readonly production: bigint;
  @GramsColumn({ name: 'own_ore' }) readonly ownOre: bigint;
  @GramsColumn() readonly imports: bigint;
  @GramsColumn() readonly exports: bigint;
  @GramsColumn({ name: 'own_stocks' }) readonly ownStocks: bigint;
  @Column('text') readonly source: string;
  @Column('boolean') readonly assumed: boolean;
  @MomentColumn({ name: 'recorded_at' }) readonly recordedAt: string;
}
