internal import Examination

HeapSteps.makeLarge()
// Plain and synchronous on purpose: an examination confines the calling thread before any other is started.
Postern.run()
