#!/usr/bin/env node
import { ioOfProcess, main } from '../dist/main.js';

process.exitCode = await main(ioOfProcess());
