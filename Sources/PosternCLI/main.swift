// Plain and synchronous on purpose: an examination confines the calling thread before any other is started.
Postern.run()
