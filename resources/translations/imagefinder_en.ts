<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Copying</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln file copied</numerusform>
            <numerusform>%Ln files copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message numerus="yes">
        <source>%Ln file(s) can&apos;t be read as a picture; all others are searched.</source>
        <translation>
            <numerusform>%Ln file can&apos;t be read as a picture; all others are searched.</numerusform>
            <numerusform>%Ln files can&apos;t be read as a picture; all others are searched.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) found</source>
        <translation>
            <numerusform>%Ln photo found</numerusform>
            <numerusform>%Ln photos found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) surely fit</source>
        <translation>
            <numerusform>%Ln photo surely fits</numerusform>
            <numerusform>%Ln photos surely fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) may fit</source>
        <translation>
            <numerusform>%Ln photo may fit</numerusform>
            <numerusform>%Ln photos may fit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%Ln photo(s) indexed</source>
        <translation>
            <numerusform>%Ln photo indexed</numerusform>
            <numerusform>%Ln photos indexed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking through the folders: %Ln file(s)</source>
        <translation>
            <numerusform>Looking through the folders: %Ln file</numerusform>
            <numerusform>Looking through the folders: %Ln files</numerusform>
        </translation>
    </message>
</context>
</TS>
