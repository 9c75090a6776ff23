#!/usr/bin/env node
import { ioOfProcess, main } from '../dist/cli/main.js';

process.exitCode = await main(ioOfProcess());
