// What `npm start` runs: main.ts, which only a newer Node understands, after a look at this one.
import './prepare.js'

void import('./main.ts')
