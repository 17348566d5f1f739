"""Getting ready for the stage: rehearsals, each speaker's check list, slides and recorded pitches, and who is ready."""
